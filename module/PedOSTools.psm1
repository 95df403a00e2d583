# Everything is in the binary module; the same file serves Windows PowerShell 5.1 and PowerShell 7.
Set-StrictMode -Version Latest

Import-Module -Name (Join-Path -Path $PSScriptRoot -ChildPath 'PedOS.Tools.Cmdlets.dll')
