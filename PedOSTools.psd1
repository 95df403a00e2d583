@{
    RootModule           = 'PedOSTools.psm1'
    ModuleVersion        = '0.1.0'
    GUID                 = '6f0a5c1e-6c0e-4d0e-9a0b-3f5d7f1f2b61'
    Author               = 'PedOS'
    CompanyName          = 'PedOS'
    Copyright            = 'The PedOS Windows Tools contributors, GPL-2.0-only'
    Description          = 'Guest tools that make a Windows machine a full member of PedOS.'
    PowerShellVersion    = '5.1'
    CompatiblePSEditions = @('Desktop', 'Core')
    CmdletsToExport      = @()
    FunctionsToExport    = @()
    AliasesToExport      = @()
    VariablesToExport    = @()
}
