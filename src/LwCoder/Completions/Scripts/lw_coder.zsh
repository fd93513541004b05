#compdef lw_coder
# Completion of lw_coder for zsh. Written by 'lw_coder completion zsh'; nothing of lw_coder runs while you type. Works as the
# file _lw_coder in a folder of $fpath, and when it is sourced. The functions share the variables of _lw_coder.

#@tables@

# Sets home to the .lw_coder of the main worktree, wherever in the repository this is.
__lw_coder_home() {
    local -a facts
    facts=("${(@f)$(git rev-parse --path-format=absolute --git-dir --git-common-dir --show-toplevel 2>/dev/null)}")
    (( $#facts == 3 )) || return 1
    home=$facts[3]/.lw_coder
    if [[ $facts[1] != $facts[2] && -d ${facts[2]%/.git}/.lw_coder ]]; then
        home=${facts[2]%/.git}/.lw_coder
    fi
}

__lw_coder_words() { compadd -- "$@" }

__lw_coder_plans() {
    local home
    local -a found
    if [[ $PREFIX == (*/*|.*|\~*) ]]; then
        _files -g '*.md(-.)'
    elif __lw_coder_home; then
        found=($home/tasks/*.md(N:t:r))
        compadd -- $found
    fi
}

__lw_coder_runs() {
    local home
    local -a found
    __lw_coder_home || return
    found=($home/runs/*/*/run.json(NOn:h))
    compadd -V runs -- ${found#$home/runs/}
}

__lw_coder_candidates() {
    local home
    local -a found
    __lw_coder_home || return
    found=($home/prompts/candidates/*/*/candidate-*(N/))
    compadd -- ${found#$home/prompts/candidates/}
}

__lw_coder_backups() {
    compadd -- ${(f)"$(git for-each-ref --format='%(refname:lstrip=2)' refs/plan-backups refs/plan-abandoned 2>/dev/null)"}
}

__lw_coder_files() { _files }

_lw_coder() {
    local where='' option='' only='' token
    local -i position=1 index
    local -a commands options valued
    __lw_coder_command ''
    for ((index = 2; index < CURRENT; index++)); do
        token=$words[index]
        if [[ -n $option ]]; then
            option=''
        elif [[ $token == -- ]]; then
            only=arguments
        elif [[ $token == -* && -z $only ]]; then
            (( $valued[(Ie)$token] )) && option=$token
        elif __lw_coder_enter "$where $token"; then
            __lw_coder_command $where
        else
            (( position++ ))
        fi
    done
    if [[ -z $option && -z $only && $PREFIX == --*=* && $valued[(Ie)${PREFIX%%=*}] -gt 0 ]]; then
        option=${PREFIX%%=*}
        compset -P '*='
    fi
    if [[ -n $option ]]; then
        __lw_coder_values "$where:$option"
    elif [[ $PREFIX == -* && -z $only ]]; then
        _describe -o option options
    else
        (( $#commands )) && _describe command commands
        __lw_coder_values "$where:$position"
        [[ -n $PREFIX || $compstate[nmatches] -gt 0 ]] || _describe -o option options
    fi
}

if [[ $funcstack[1] == _lw_coder ]]; then
    _lw_coder "$@"
else
    # -i: never ask about folders that others may write; what is in them is not used.
    (( $+functions[compdef] )) || { autoload -Uz compinit && compinit -i }
    compdef _lw_coder lw_coder
fi
