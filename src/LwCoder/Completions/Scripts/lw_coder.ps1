# Completion of lw_coder for PowerShell 5.1 and newer. Written by 'lw_coder completion powershell'; nothing of lw_coder runs
# while you type.

Register-ArgumentCompleter -Native -CommandName lw_coder -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

#@tables@

    # The .lw_coder of the main worktree, wherever in the repository this is.
    function Get-LwHome {
        $facts = @(git rev-parse --path-format=absolute --git-dir --git-common-dir --show-toplevel 2>$null)
        if ($facts.Count -ne 3) { return $null }
        $main = $facts[1] -replace '/\.git$', ''
        if ($facts[0] -ne $facts[1] -and (Test-Path -LiteralPath "$main/.lw_coder")) { return "$main/.lw_coder" }
        return "$($facts[2])/.lw_coder"
    }

    function Get-LwFolders($path) {
        Get-ChildItem -LiteralPath $path -Directory -ErrorAction Ignore
    }

    function Get-LwNames($kind, $word) {
        if ($kind -eq 'File' -or ($kind -eq 'Plan' -and $word -match '[/\\]|^[.~]')) {
            return [System.Management.Automation.CompletionCompleters]::CompleteFilename($word).CompletionText
        }
        if ($kind -eq 'Backup') {
            return git for-each-ref --format='%(refname:lstrip=2)' refs/plan-backups refs/plan-abandoned 2>$null
        }
        $lwHome = Get-LwHome
        if (-not $lwHome) { return }
        switch ($kind) {
            'Plan' {
                Get-ChildItem -LiteralPath "$lwHome/tasks" -Filter '*.md' -File -Name -ErrorAction Ignore |
                    ForEach-Object { $_.Substring(0, $_.Length - 3) }
            }
            'Run' {
                foreach ($plan in Get-LwFolders "$lwHome/runs") {
                    foreach ($run in Get-LwFolders $plan.FullName) {
                        if (Test-Path -LiteralPath (Join-Path $run.FullName 'run.json')) { "$($plan.Name)/$($run.Name)" }
                    }
                }
            }
            'Candidate' {
                foreach ($tool in Get-LwFolders "$lwHome/prompts/candidates") {
                    foreach ($variant in Get-LwFolders $tool.FullName) {
                        foreach ($set in Get-LwFolders $variant.FullName) {
                            if ($set.Name -like 'candidate-*') { "$($tool.Name)/$($variant.Name)/$($set.Name)" }
                        }
                    }
                }
            }
        }
    }

    function Get-LwValues($key, $word) {
        $source = $values[$key]
        if (-not $source) { $source = $values[($key -replace ':\d+$', ':*')] }
        if (-not $source) { return }
        $source.Words
        if ($source.Kind) { Get-LwNames $source.Kind $word }
    }

    $where = ''
    $option = ''
    $only = $false
    $position = 1
    $before = @($commandAst.CommandElements | Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } | ForEach-Object { $_.Extent.Text })
    foreach ($token in $before) {
        if ($option) { $option = '' }
        elseif ($token -eq '--') { $only = $true }
        elseif ($token.StartsWith('-') -and -not $only) { if ($nodes[$where].Valued -contains $token) { $option = $token } }
        elseif ($enter.ContainsKey("$where $token")) { $where = $enter["$where $token"] }
        else { $position++ }
    }

    $node = $nodes[$where]
    $lead = ''
    $word = $wordToComplete
    if (-not $option -and -not $only -and $word -match '^(--[^=]+)=(.*)$' -and $node.Valued -contains $Matches[1]) {
        $option = $Matches[1]
        $lead = "$option="
        $word = $Matches[2]
    }
    $found = @()
    if ($option) { $found = @(Get-LwValues "${where}:$option" $word) }
    elseif ($word.StartsWith('-') -and -not $only) { $found = @($node.Options.Keys) }
    else {
        $found = @($node.Commands.Keys) + @(Get-LwValues "${where}:$position" $word)
        if (-not $word -and $found.Count -eq 0) { $found = @($node.Options.Keys) }
    }
    foreach ($name in $found) {
        if (-not $name -or -not $name.StartsWith($word, [StringComparison]::OrdinalIgnoreCase)) { continue }
        $tip = $node.Options[$name]
        if (-not $tip) { $tip = $node.Commands[$name] }
        if (-not $tip) { $tip = $name }
        [System.Management.Automation.CompletionResult]::new("$lead$name", $name, 'ParameterValue', $tip)
    }
}
