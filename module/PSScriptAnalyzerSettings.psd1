@{
    # Everything the analyzer knows, as errors: the little script there is stays clean.
    Severity     = @('Error', 'Warning', 'Information')
    IncludeRules = @('*')
    ExcludeRules = @(
        # Pester's blocks share variables that the analyzer believes to be unused.
        'PSUseDeclaredVarsMoreThanAssignments'
        # The scripts are ASCII, where a byte order mark has nothing to tell.
        'PSUseBOMForUnicodeEncodedFile'
        # Functions of the test suite make folders in a scratch place; nobody wants to be asked.
        'PSUseShouldProcessForStateChangingFunctions'
        # Not for this project: alignment and positional use are matters of the formatter and of readability.
        'PSAlignAssignmentStatement'
        'PSAvoidUsingPositionalParameters'
    )
    Rules        = @{
        PSUseCompatibleSyntax = @{
            Enable         = $true
            TargetVersions = @('5.1', '7.4')
        }
    }
}
