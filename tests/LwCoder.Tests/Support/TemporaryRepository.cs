using System.Text;
using LwCoder.Configuration;
using LwCoder.Git;
using LwCoder.Platform.Processes;

namespace LwCoder.Tests.Support;

/// <summary>A real git repository in a folder of its own, in memory where the system has a place for that.</summary>
internal sealed class TemporaryRepository : IDisposable
{
    private static readonly Dictionary<string, string?> Environment = new()
    {
        ["GIT_CONFIG_GLOBAL"] = OperatingSystem.IsWindows() ? "NUL" : "/dev/null",
        ["GIT_CONFIG_NOSYSTEM"] = "1",
        ["GIT_AUTHOR_NAME"] = "Ada",
        ["GIT_AUTHOR_EMAIL"] = "ada@example.org",
        ["GIT_COMMITTER_NAME"] = "Ada",
        ["GIT_COMMITTER_EMAIL"] = "ada@example.org",
    };

    private TemporaryRepository(string name)
    {
        Folder = TestFolders.Create("lw_coder-test-");
        Root = Path.Combine(Folder, name);
        Directory.CreateDirectory(Root);
    }

    /// <summary>Everything of the test lies here and is deleted afterwards.</summary>
    public string Folder { get; }

    /// <summary>The main worktree.</summary>
    public string Root { get; }

    public static ProcessRunner Processes { get; } = new();

    public static IReadOnlyDictionary<string, string> Variables { get; } = EnvironmentVariables.OfThisProcess();

    public GitCli Cli { get; } = new(Processes);

    public RepositoryReader Reader => new(Cli, Variables);

    /// <summary>On branch main, with one commit that holds readme.md.</summary>
    public static async Task<TemporaryRepository> CreateAsync(string name = "repo")
    {
        var repository = await EmptyAsync(name);
        repository.Write("readme.md", "hello\n");
        await repository.CommitAsync("Start");
        return repository;
    }

    public static async Task<TemporaryRepository> EmptyAsync(string name = "repo", params string[] options)
    {
        var repository = new TemporaryRepository(name);
        await repository.GitAsync(["init", "-q", "-b", "main", .. options]);
        return repository;
    }

    public Task<RepositoryFacts> FactsAsync(string? directory = null) => Reader.ReadAsync(directory ?? Root, default);

    public Task<string> GitAsync(params string[] arguments) => RunAsync(Root, [], arguments);

    public static Task<string> InAsync(string directory, params string[] arguments) => RunAsync(directory, [], arguments);

    /// <returns>Standard output without the last line end.</returns>
    public static async Task<string> RunAsync(string directory, Dictionary<string, string?> variables, params string[] arguments)
    {
        var output = await TryAsync(directory, variables, arguments);
        output.Succeeded.Should().BeTrue($"git {string.Join(' ', arguments)}: {output.Error}{output.Output}");
        return output.Output.TrimEnd('\n');
    }

    public static Task<ProcessOutput> TryAsync(
        string directory, Dictionary<string, string?> variables, params string[] arguments) =>
        Processes.RunAsync(
            new ProcessSpec("git", ["-c", "protocol.file.allow=always", .. arguments])
            {
                WorkingDirectory = directory,
                Environment = new Dictionary<string, string?>([.. Environment, .. variables]),
            },
            default);

    public void Write(string path, string text) => WriteIn(Root, path, text);

    public static void WriteIn(string folder, string path, string text)
    {
        var full = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text, new UTF8Encoding(false));
    }

    /// <summary>Commits everything and returns the commit's name.</summary>
    public Task<string> CommitAsync(string message) => CommitInAsync(Root, message);

    public static async Task<string> CommitInAsync(string directory, string message)
    {
        await InAsync(directory, "add", "-A");
        await InAsync(directory, "commit", "-q", "--allow-empty", "-m", message);
        return await InAsync(directory, "rev-parse", "HEAD");
    }

    public void Dispose()
    {
        if (!Directory.Exists(Folder))
        {
            return;
        }
        if (OperatingSystem.IsWindows())
        {
            // git's objects are read-only, which there keeps a file from being deleted.
            foreach (var path in Directory.EnumerateFiles(Folder, "*", SearchOption.AllDirectories))
            {
                File.SetAttributes(path, FileAttributes.Normal);
            }
        }
        Directory.Delete(Folder, recursive: true);
    }
}
