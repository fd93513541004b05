using System.Buffers;

namespace LwCoder.Agents.Tools.Shell;

/// <summary>Programs that only start another one: `env A=b timeout 60 uv run .venv/bin/pytest -q` runs `pytest -q`.</summary>
internal static class ShellWrappers
{
    /// <summary>Name, and how many words of its own come before the program, flags not counted.</summary>
    private static readonly Dictionary<string, int> OwnWords = new(StringComparer.Ordinal)
    {
        ["env"] = 0, ["time"] = 0, ["nice"] = 0, ["nohup"] = 0, ["command"] = 0, ["exec"] = 0, ["sudo"] = 0, ["stdbuf"] = 0,
        ["ionice"] = 0, ["setsid"] = 0, ["builtin"] = 0, ["xvfb-run"] = 0, ["caffeinate"] = 0, ["unbuffer"] = 0,
        ["timeout"] = 1, ["gtimeout"] = 1, ["flock"] = 1, ["npx"] = 0, ["bunx"] = 0, ["pnpx"] = 0, ["uvx"] = 0,
    };

    /// <summary>`uv run pytest`.</summary>
    private static readonly Dictionary<string, string[]> Runners = new(StringComparer.Ordinal)
    {
        ["uv"] = ["run"], ["poetry"] = ["run"], ["pipenv"] = ["run"], ["pdm"] = ["run"], ["hatch"] = ["run"], ["rye"] = ["run"],
        ["pipx"] = ["run"], ["bundle"] = ["exec"], ["pnpm"] = ["exec", "dlx"], ["npm"] = ["exec", "x"],
        ["yarn"] = ["exec", "dlx"], ["bun"] = ["x"], ["mise"] = ["exec", "x"], ["direnv"] = ["exec"], ["coverage"] = ["run"],
        ["dotenv"] = ["run"],
    };

    /// <summary>Flags of these programs that take the next word with them.</summary>
    private static readonly string[] FlagsWithValue =
        ["-n", "-s", "-k", "-u", "-g", "-p", "-C", "--signal", "--kill-after", "--with", "--python", "--project", "--directory",
         "--extra", "--group", "--package", "--unset", "--chdir", "--user", "--filter", "-E"];

    private static readonly SearchValues<char> NameLetters =
        SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789_");

    private static readonly string[] Shells = ["sh", "bash", "zsh", "dash", "ash", "ksh"];

    /// <returns>The program's name without its folder and its arguments; nothing for mere assignments.</returns>
    public static IReadOnlyList<string> TakeOff(IReadOnlyList<string> words)
    {
        var at = SkipAssignments(words, 0);
        while (at < words.Count)
        {
            var next = AfterWrapper(words, at);
            if (next == at)
            {
                break;
            }
            at = next;
        }
        if (at >= words.Count)
        {
            return [];
        }
        var program = new List<string>(words.Skip(at)) { [0] = NameOf(words[at]) };
        // `python -m pytest` runs pytest.
        return IsPython(program[0]) && program is [_, "-m", var module, ..] ? [module, .. program.Skip(3)] : program;
    }

    /// <returns>What follows `bash -c`; null for anything else.</returns>
    public static string? InnerCommand(IReadOnlyList<string> program)
    {
        if (program[0] == "eval" && program.Count > 1)
        {
            return string.Join(' ', program.Skip(1));
        }
        if (!Shells.Contains(program[0]))
        {
            return null;
        }
        for (var i = 1; i + 1 < program.Count && program[i] is ['-' or '+', ..]; i++)
        {
            if (program[i][0] == '-' && program[i].Length > 1 && program[i][1] != '-' && program[i].EndsWith('c'))
            {
                var options = program[i].Contains('e', StringComparison.Ordinal) ? "set -e; " : "";
                return options + program[i + 1];
            }
            i += program[i] is "-o" or "+o" ? 1 : 0;
        }
        return null;
    }

    private static int AfterWrapper(IReadOnlyList<string> words, int at)
    {
        var name = NameOf(words[at]);
        if (OwnWords.TryGetValue(name, out var own))
        {
            return SkipAssignments(words, SkipFlags(words, at + 1) + own);
        }
        var verb = SkipFlags(words, at + 1);
        return Runners.TryGetValue(name, out var verbs) && verb < words.Count && verbs.Contains(words[verb])
            ? SkipFlags(words, verb + 1)
            : at;
    }

    private static int SkipFlags(IReadOnlyList<string> words, int at)
    {
        while (at < words.Count && words[at] is ['-', ..])
        {
            if (words[at] == "--")
            {
                return at + 1;
            }
            at += FlagsWithValue.Contains(words[at]) ? 2 : 1;
        }
        return at;
    }

    private static int SkipAssignments(IReadOnlyList<string> words, int at)
    {
        while (at < words.Count && IsAssignment(words[at]))
        {
            at++;
        }
        return at;
    }

    private static bool IsAssignment(string word)
    {
        var equals = word.IndexOf('=', StringComparison.Ordinal);
        return equals > 0 && !char.IsAsciiDigit(word[0])
            && word.AsSpan(0, equals).TrimEnd('+').IndexOfAnyExcept(NameLetters) < 0;
    }

    private static string NameOf(string path)
    {
        var name = path[(path.LastIndexOfAny(['/', '\\']) + 1)..];
        return name.EndsWith(".exe", StringComparison.OrdinalIgnoreCase)
            || name.EndsWith(".cmd", StringComparison.OrdinalIgnoreCase)
            ? name[..^4] : name;
    }

    private static bool IsPython(string name) =>
        name is "py" or "python" or "python3" || name.StartsWith("python3.", StringComparison.Ordinal);
}
