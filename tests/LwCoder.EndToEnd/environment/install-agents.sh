#!/usr/bin/env bash
# Installs the coding agents, pinned, and prints the folder that has them as `claude` and `droid`.
source "$(dirname "${BASH_SOURCE[0]}")/common.sh"

# The platform packages hold the native programs: no Node is needed to run them, and no install script runs.
case $(uname -m) in
    x86_64) platform=linux-x64 ;;
    aarch64) platform=linux-arm64 ;;
    *) fail "there are no agents for $(uname -m)" ;;
esac
claude=@anthropic-ai/claude-code-$platform
droid=@factory/cli-$platform
claude_version=2.1.329
droid_version=0.225.2

folder=$cache/agents/claude-$claude_version-droid-$droid_version-$platform
if [[ ! -d $folder ]]; then
    say "installing claude $claude_version and droid $droid_version"
    unfinished=$folder.$$
    trap 'rm -rf "$unfinished"' EXIT
    mkdir -p "$unfinished/bin"
    npm install --prefix "$unfinished" --no-save --ignore-scripts --no-audit --no-fund --loglevel=error \
        "$claude@$claude_version" "$droid@$droid_version" >&2
    for program in "$claude:claude:claude" "$droid:bin/droid:droid"; do
        IFS=: read -r package path name <<<"$program"
        [[ -x $unfinished/node_modules/$package/$path ]] || fail "$package has no program $path"
        ln -s "../node_modules/$package/$path" "$unfinished/bin/$name"
    done
    mv "$unfinished" "$folder"
fi
printf '%s\n' "$folder/bin"
