# Completion of lw_coder for bash, 3.2 and newer. Written by 'lw_coder completion bash'; nothing of lw_coder runs while
# you type. The functions share the variables of _lw_coder: word is what is completed, COMPREPLY the answer.

#@tables@

__lw_coder_words() {
    local candidate
    for candidate; do
        [[ $candidate == "$word"* ]] && COMPREPLY+=("$candidate")
    done
}

# Sets home to the .lw_coder of the main worktree, wherever in the repository this is.
__lw_coder_home() {
    local facts own common top
    facts=$(git rev-parse --path-format=absolute --git-dir --git-common-dir --show-toplevel 2>/dev/null) || return 1
    own=${facts%%$'\n'*} top=${facts##*$'\n'}
    common=${facts#*$'\n'} common=${common%%$'\n'*}
    home=$top/.lw_coder
    if [[ $own != "$common" && -d ${common%/.git}/.lw_coder ]]; then
        home=${common%/.git}/.lw_coder
    fi
}

# Sets found to the files that match the pattern "$1"*$2; the star may stand for folders too.
__lw_coder_find() {
    local undo=''
    shopt -q nullglob || undo='shopt -u nullglob' && shopt -s nullglob
    # shellcheck disable=SC2206 # the end is a pattern
    found=("$1"*$2)
    $undo
    ((${#found[@]}))
}

__lw_coder_plans() {
    local home found
    case $word in
        */* | [.~]*) __lw_coder_files ;;
        *)
            __lw_coder_home && __lw_coder_find "$home/tasks/$word" .md || return 0
            found=("${found[@]##*/}")
            COMPREPLY+=("${found[@]%.md}")
            ;;
    esac
}

__lw_coder_runs() {
    local home found below='/*/run.json'
    [[ $word == */* ]] && below=/run.json
    __lw_coder_home && __lw_coder_find "$home/runs/$word" "$below" || return 0
    found=("${found[@]#"$home/runs/"}")
    COMPREPLY+=("${found[@]%/run.json}")
}

__lw_coder_candidates() {
    local home found
    __lw_coder_home && __lw_coder_find "$home/prompts/candidates/" '/*/candidate-*/' || return 0
    found=("${found[@]#"$home/prompts/candidates/"}")
    __lw_coder_words "${found[@]%/}"
}

__lw_coder_backups() {
    # shellcheck disable=SC2046 # a ref has no spaces
    __lw_coder_words $(git for-each-ref --format='%(refname:lstrip=2)' refs/plan-backups refs/plan-abandoned 2>/dev/null)
}

__lw_coder_files() {
    local file
    compopt -o filenames 2>/dev/null
    while IFS= read -r file; do
        COMPREPLY+=("$file")
    done < <(compgen -f -- "$word")
}

_lw_coder() {
    # Sorting by the rules of a language takes longer than everything else.
    local LC_ALL=C IFS=$' \t\n'
    local word=${COMP_WORDS[COMP_CWORD]} where='' commands options valued option='' position=1 only='' token index
    COMPREPLY=()
    __lw_coder_command ''
    for ((index = 1; index < COMP_CWORD; index++)); do
        token=${COMP_WORDS[index]}
        if [[ $option ]]; then
            # bash takes --tool=x apart into three words.
            [[ $token == = ]] || option=''
        elif [[ $token == -- ]]; then
            only=arguments
        elif [[ $token == -* && ! $only ]]; then
            [[ " $valued " == *" $token "* ]] && option=$token
        elif __lw_coder_enter "$where $token"; then
            __lw_coder_command "$where"
        else
            ((position++))
        fi
    done
    if [[ $option ]]; then
        [[ $word == = ]] && word=''
        __lw_coder_values "$where:$option"
    elif [[ $word == -* && ! $only ]]; then
        # shellcheck disable=SC2086 # a list of words
        __lw_coder_words $options
    else
        # shellcheck disable=SC2086
        __lw_coder_words $commands
        __lw_coder_values "$where:$position"
        # shellcheck disable=SC2086
        [[ $word || ${#COMPREPLY[@]} -gt 0 ]] || __lw_coder_words $options
    fi
}

complete -F _lw_coder lw_coder
