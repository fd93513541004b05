using LwCoder.Platform.Processes;

namespace LwCoder.Git;

/// <summary>Looks at the repository around a folder and refuses, with the fix, those lw_coder cannot serve.</summary>
/// <param name="environment">The variables of this process, by which git finds the user's own files.</param>
internal sealed class RepositoryReader(GitCli git, IReadOnlyDictionary<string, string> environment)
{
    private const string NewestOption = "--path-format=absolute";

    /// <summary>The order is that of <see cref="RevParse"/>. git stops at the first question it has no answer to.</summary>
    private static readonly string[] Questions =
    [
        "rev-parse", NewestOption, "--is-bare-repository", "--is-inside-work-tree", "--is-shallow-repository",
        "--show-object-format", "--git-common-dir", "--absolute-git-dir", "--show-toplevel",
        "HEAD", "--symbolic-full-name", "HEAD",
    ];

    /// <summary>Two git processes, side by side.</summary>
    public async Task<RepositoryFacts> ReadAsync(string directory, CancellationToken cancel)
    {
        var configuration = git.AskAsync(new GitCall(directory, "config", "-z", "--list"), cancel);
        var questions = git.AskAsync(new GitCall(directory, Questions), cancel);
        await Task.WhenAll(configuration, questions);
        var answers = await questions;
        var config = GitConfig.Parse((await configuration).Output);
        var parsed = RevParse.Parse(answers.Output);
        Refuse(directory, answers, parsed, config);
        var root = MainWorktree(parsed, config);
        return new RepositoryFacts
        {
            Root = root,
            CurrentWorktree = parsed.Worktree!,
            CommonDirectory = parsed.CommonDirectory!,
            Head = parsed.Head!,
            Branch = parsed.Branch,
            IsShallow = parsed.IsShallow,
            Config = config,
            IgnoreFiles = [UserIgnoreFile(config, root), Path.Combine(parsed.CommonDirectory!, "info", "exclude")],
        };
    }

    private string UserIgnoreFile(GitConfig config, string root)
    {
        var home = environment.GetValueOrDefault("HOME") ?? environment.GetValueOrDefault("USERPROFILE", "");
        var settings = environment.GetValueOrDefault("XDG_CONFIG_HOME") is { Length: > 0 } folder
            ? folder
            : Path.Combine(home, ".config");
        var file = config["core.excludesfile"] ?? Path.Combine(settings, "git", "ignore");
        return Path.GetFullPath(file.StartsWith("~/", StringComparison.Ordinal) ? Path.Combine(home, file[2..]) : file, root);
    }

    private static void Refuse(string directory, ProcessOutput answers, RevParse parsed, GitConfig config)
    {
        if (parsed.Lines is [NewestOption, ..])
        {
            throw new UserError("this git is too old", "install git 2.31 or newer", ExitCode.Environment);
        }
        if (parsed.CommonDirectory is null)
        {
            throw NotReadable(directory, answers);
        }
        if (parsed.ObjectFormat != "sha1")
        {
            throw new UserError(
                $"the repository {parsed.CommonDirectory} names objects by {parsed.ObjectFormat}, and plans name commits by sha1",
                "use a sha1 repository: git init --object-format=sha1");
        }
        if (parsed.IsBare)
        {
            throw new UserError(
                $"the repository {parsed.CommonDirectory} is bare: there is no working tree to work in",
                "run lw_coder in a clone or in a worktree of it: git worktree add <path>");
        }
        if (parsed.Worktree is null)
        {
            throw new UserError($"{directory} is inside a git directory", "run lw_coder in the working tree");
        }
        if (parsed.Head is null)
        {
            throw new UserError(
                $"the repository {parsed.Worktree} has no commit yet, so there is nothing to start from",
                "commit something: git commit --allow-empty -m 'Start'");
        }
        if (parsed.Lines.Count != RevParse.Expected)
        {
            throw new UserError($"git's answers about {directory} cannot be read", "use a path without line breaks");
        }
        RefusePartialClone(parsed.CommonDirectory, config);
    }

    /// <summary>
    /// A partial clone fetches missing objects when they are asked for. In a sandbox nothing answers, so that
    /// `git diff` or `git log` there would fail at random.
    /// </summary>
    private static void RefusePartialClone(string commonDirectory, GitConfig config)
    {
        var promisor = config["extensions.partialclone"] is not null
            || config.Keys.Any(key => key.StartsWith("remote.", StringComparison.Ordinal)
                && key.EndsWith(".promisor", StringComparison.Ordinal) && config.IsTrue(key));
        if (promisor)
        {
            throw new UserError(
                $"the repository {commonDirectory} is a partial clone: objects may be missing where the agent works",
                "fetch everything into a full clone: git clone <url> (without --filter)");
        }
    }

    private static UserError NotReadable(string directory, ProcessOutput answers)
    {
        if (answers.Error.Contains("dubious ownership", StringComparison.Ordinal)
            || answers.Error.Contains("unsafe repository", StringComparison.Ordinal))
        {
            var quoted = answers.Error.Split('\'');
            var owner = quoted.Length > 1 ? quoted[1] : directory;
            return new UserError(
                $"git refuses the repository {owner}: it belongs to another user",
                $"if you trust it: git config --global --add safe.directory '{owner}'",
                ExitCode.Environment);
        }
        return answers.Error.Contains("not a git repository", StringComparison.Ordinal)
            ? new NoRepository(directory)
            : new UserError($"git cannot read the repository at {directory}: {GitCli.Words(answers)}",
                exitCode: ExitCode.Environment);
    }

    private static string MainWorktree(RevParse parsed, GitConfig config)
    {
        if (parsed.GitDirectory == parsed.CommonDirectory)
        {
            return parsed.Worktree!;
        }
        if (config["core.worktree"] is { } configured)
        {
            return Path.GetFullPath(configured, parsed.CommonDirectory!);
        }
        if (config.IsTrue("core.bare"))
        {
            // A worktree of a bare repository: no worktree is the main one, so the one the user stands in has to do.
            return parsed.Worktree!;
        }
        return Path.GetFileName(parsed.CommonDirectory) == ".git"
            ? Path.GetDirectoryName(parsed.CommonDirectory)!
            : throw new UserError(
                $"{parsed.Worktree} is a linked worktree, and its repository {parsed.CommonDirectory} does not name the main one",
                "run lw_coder in the main worktree");
    }
}

/// <summary>There is none, which a command that can do without it may catch.</summary>
internal sealed class NoRepository(string directory)
    : UserError($"{directory} is not in a git repository", "go to your project, or make it one: git init");
