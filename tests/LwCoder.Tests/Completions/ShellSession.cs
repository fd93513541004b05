using LwCoder.Platform.Processes;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Completions;

/// <summary>A real shell with a script loaded, asked by its own machinery what it would offer after a line.</summary>
internal sealed class ShellSession(TempDirectory home, string shell, string script)
{
    /// <summary>bash has no door to readline; it hands a function the words it has split, at `=` too.</summary>
    private const string Bash = """
        source "$1"; line=$2
        read -ra COMP_WORDS <<<"${line//=/ = }"
        [[ $line == *[\ =] ]] && COMP_WORDS+=('')
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        complete -p lw_coder >/dev/null && _lw_coder
        ((${#COMPREPLY[@]} == 0)) || printf '%s\n' "${COMPREPLY[@]}"
        """;

    private const string Fish = "source $argv[1]; complete -C $argv[2] | string replace -r '\t.*' ''";

    /// <summary>Types the line into an interactive zsh, has it insert every match, and reads the line back.</summary>
    private const string Zsh = """
        zmodload zsh/zpty zsh/zselect
        export SCRIPT=$1 LINE=$2 ANSWER=$3
        zpty z zsh -f -i
        zpty -w z 'PS1=; autoload -Uz compinit; compinit -D -u; source $SCRIPT'
        zpty -w z 'zle -C all complete-word _generic; zstyle ":completion:all:*" completer _all_matches _complete'
        zpty -w z 'zstyle ":completion:all:*" insert true; bindkey "^T" all'
        zpty -w z 'answer() { print -r -- $BUFFER >$ANSWER.new && mv $ANSWER.new $ANSWER }; zle -N answer; bindkey "^X" answer'
        zpty -w z 'print rea""dy'
        zpty -r z out '*ready*'
        zpty -n -w z "$LINE"$'\x14\x18'
        until [[ -e $ANSWER ]]; do
            zpty -r -t z out; zselect -t 5
        done
        zpty -d z
        buffer=$(<$ANSWER)
        [[ ${buffer%% } == ${LINE%% } ]] || print -rl -- ${(z)buffer#${LINE% *} }
        """;

    public async Task<IReadOnlyList<string>> CompleteAsync(string folder, string line)
    {
        var file = home.Write($"script.{shell}", script);
        var answer = home.In($"answer-{Guid.NewGuid():N}");
        var spec = shell switch
        {
            "bash" => new ProcessSpec("bash", "--norc", "--noprofile", "-c", Bash, "bash", file, line),
            "fish" => new ProcessSpec("fish", "-c", Fish, file, line),
            _ => new ProcessSpec("zsh", "-f", "-c", Zsh, "zsh", file, line, answer),
        };
        using var limit = new CancellationTokenSource(Eventually.Limit);
        var output = await TemporaryRepository.Processes.RunAsync(
            spec with
            {
                WorkingDirectory = folder,
                Environment = new Dictionary<string, string?>
                {
                    ["HOME"] = home.Path, ["TERM"] = "xterm", ["ZDOTDIR"] = null,
                    // bash complains of a locale that is not installed.
                    ["LC_ALL"] = null,
                },
            },
            limit.Token);
        output.Error.Should().BeEmpty();
        var hits = output.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return [.. hits.Distinct().Order(StringComparer.Ordinal)];
    }
}
