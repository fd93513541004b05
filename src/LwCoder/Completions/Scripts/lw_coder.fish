# Completion of lw_coder for fish, 3.1 and newer. Written by 'lw_coder completion fish'; nothing of lw_coder runs while you
# type. The functions answer with a candidate a line, perhaps followed by a tab and its description.

#@tables@

function __lw_coder_words
    printf '%s\n' $argv
end

# Prints the .lw_coder of the main worktree, wherever in the repository this is.
function __lw_coder_home
    set -l facts (git rev-parse --path-format=absolute --git-dir --git-common-dir --show-toplevel 2>/dev/null)
    test (count $facts) -eq 3; or return 1
    set -l main (string replace -r '/\.git$' '' -- $facts[2])
    if test $facts[1] != $facts[2]; and test -d $main/.lw_coder
        echo $main/.lw_coder
    else
        echo $facts[3]/.lw_coder
    end
end

function __lw_coder_plans
    if string match -qr '/|^[.~]' -- $argv[1]
        __lw_coder_files $argv[1]
    else if set -l home (__lw_coder_home)
        # A glob of fish takes three times as long.
        command ls -f -- $home/tasks 2>/dev/null | string replace -rf '^([^.].*)\.md$' '$1'
    end
end

function __lw_coder_runs
    set -l home (__lw_coder_home); or return
    set -l found $home/runs/*/*/run.json
    string replace -r '.*/([^/]+/[^/]+)/run\.json$' '$1' -- $found
end

function __lw_coder_candidates
    set -l home (__lw_coder_home); or return
    set -l found $home/prompts/candidates/*/*/candidate-*/
    string replace -r '.*/([^/]+/[^/]+/[^/]+)/$' '$1' -- $found
end

function __lw_coder_backups
    git for-each-ref --format='%(refname:lstrip=2)' refs/plan-backups refs/plan-abandoned 2>/dev/null
end

function __lw_coder_files
    __fish_complete_path $argv[1]
end

function __lw_coder_complete
    set -l tokens (commandline -opc)
    set -l word (commandline -ct)
    set -l where
    set -l option
    set -l only
    set -l position 1
    set -l valued (__lw_coder_valued "$where")
    for token in $tokens[2..-1]
        if test -n "$option"
            set option
        else if test "$token" = --
            set only arguments
        else if string match -q -- '-*' $token; and test -z "$only"
            contains -- $token $valued; and set option $token
        else if set -l entered (__lw_coder_enter "$where $token")
            set where $entered
            set valued (__lw_coder_valued "$where")
        else
            set position (math $position + 1)
        end
    end
    set -l begun (string match -r -- '^(--[^=]+)=(.*)$' "$word")
    if test -z "$option$only"; and test (count $begun) -eq 3; and contains -- $begun[2] $valued
        __lw_coder_values "$where:$begun[2]" $begun[3] | string replace -r '^' -- "$begun[2]="
    else if test -n "$option"
        __lw_coder_values "$where:$option" "$word"
    else if string match -q -- '-*' "$word"; and test -z "$only"
        __lw_coder_options "$where"
    else
        __lw_coder_commands "$where"
        set -l known $status
        __lw_coder_values "$where:$position" "$word"; or test $known -eq 0; or test -n "$word"
        or __lw_coder_options "$where"
    end
end

complete -c lw_coder -e
complete -c lw_coder -f -a '(__lw_coder_complete)'
