using System.Text.RegularExpressions;
using LwCoder.Agents.Tools;
using LwCoder.Agents.Tools.Shell;

namespace LwCoder.Sessions.Governing;

/// <summary>
/// How many times as often a call may find the same as others may. Who waits finds the same until something has happened
/// elsewhere, and who runs tests again wants to know whether they always end like this.
/// </summary>
internal static partial class Patience
{
    public const int Tests = 3;
    public const int Waiting = 10;

    private static readonly string[] Tools =
        ["bashoutput", "taskoutput", "agentoutput", "wait", "writestdin", "monitor", "sleep", "getbackgroundoutput"];

    /// <summary>They run what the next words name.</summary>
    private static readonly string[] Launchers =
        ["sh", "bash", "zsh", "python", "python3", "node", "deno", "bun", "perl", "ruby", "php", "npm", "pnpm", "yarn", "make",
         "just", "task", "rake", "composer", "invoke", "poe", "hatch"];

    /// <summary>What these name is written by something that goes on.</summary>
    private static readonly string[] Growing = [".log", ".out", ".output", ".err"];

    /// <summary>Programs, with words that follow in this order, that look at something outside the files.</summary>
    private static readonly string[][] Looks =
    [
        .. """
            sleep
            wait
            watch
            wait-on
            wait-for-it
            wait-for-it.sh
            inotifywait
            ping
            curl
            wget
            nc
            ps
            pgrep
            jobs
            lsof
            ss
            netstat
            journalctl
            pg_isready
            mysqladmin ping
            redis-cli ping
            tail -f
            tail -F
            tail --follow
            gh run
            gh pr checks
            gh pr view
            glab ci
            docker wait
            docker ps
            docker logs
            docker inspect
            docker compose ps
            docker compose logs
            docker-compose ps
            docker-compose logs
            podman wait
            podman ps
            podman logs
            kubectl get
            kubectl wait
            kubectl logs
            kubectl rollout
            kubectl describe
            systemctl status
            systemctl is-active
            tmux capture-pane
            """.Split('\n').Select(line => line.Split(' ')),
    ];

    public static int With(ToolUse use) => IsWaiting(use) ? Waiting
        : use.Kind == ToolKind.Test || (use.Script?.Steps.Any(RunsTests) ?? false) ? Tests
        : 1;

    /// <summary>Of a project's own scripts and targets only their names tell: `./run_tests.sh`, `npm run test:unit`.</summary>
    private static bool RunsTests(ShellStep step) =>
        // The shell's own `test` looks at files.
        (step.Program != "test" && TestName().IsMatch(step.Program))
        || (Launchers.Contains(step.Program)
            && step.Words.Skip(1).Where(word => word is not ['-', ..]).Take(2).Any(word => TestName().IsMatch(word)));

    /// <summary>Whoever serves a tool, a browser or a database, may still be at it.</summary>
    private static bool IsWaiting(ToolUse use) =>
        use.Kind is ToolKind.Mcp or ToolKind.Plan
        || Tools.Contains(ToolNames.Plain(use.Name))
        || (use.Kind == ToolKind.Read && IsGrowing(use.Target ?? ""))
        || (use.Script?.InFront.Any(step => Array.Exists(Looks, look => IsLook(step, look)) || ReadsGrowing(step)) ?? false);

    private static bool IsLook(ShellStep step, string[] look)
    {
        var at = 0;
        foreach (var word in step.Words)
        {
            at += at < look.Length && word == look[at] ? 1 : 0;
        }
        return step.Program == look[0] && at == look.Length;
    }

    private static bool ReadsGrowing(ShellStep step) =>
        step.Program is "tail" or "cat" or "head" or "grep" or "ls" or "wc" && step.Words.Any(IsGrowing);

    private static bool IsGrowing(string file) =>
        Array.Exists(Growing, end => file.EndsWith(end, StringComparison.OrdinalIgnoreCase));

    [GeneratedRegex("(?<![a-z])tests?(?![a-z])", RegexOptions.IgnoreCase)]
    private static partial Regex TestName();
}
