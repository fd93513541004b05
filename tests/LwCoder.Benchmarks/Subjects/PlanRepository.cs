using LwCoder.Git;
using LwCoder.Platform.Processes;

namespace LwCoder.Benchmarks.Subjects;

/// <summary>A git repository that went through `init`, with plans, and a home of its own.</summary>
internal sealed class PlanRepository
{
    private readonly ScratchFolder _scratch;
    private readonly string _name;
    private string _head = "";

    private PlanRepository(ScratchFolder scratch, string name)
    {
        (_scratch, _name) = (scratch, name);
        Root = scratch.MakeFolder(name);
        Environment = new Dictionary<string, string?>
        {
            ["HOME"] = scratch.MakeFolder("home"),
            ["USERPROFILE"] = scratch["home"],
            ["LW_CODER_HEADLESS"] = "1",
        };
    }

    public string Root { get; }

    public string Tasks => Path.Combine(Root, ".lw_coder", "tasks");

    public IReadOnlyDictionary<string, string?> Environment { get; }

    /// <param name="files">How many more files it has, see <see cref="FileName"/>.</param>
    public static async Task<PlanRepository> CreateAsync(ScratchFolder scratch, string name, int files = 0)
    {
        var repository = new PlanRepository(scratch, name);
        var git = new GitCli(new ProcessRunner());
        repository.Write("hello\n", "README.md");
        for (var number = 0; number < files; number++)
        {
            repository.Write(string.Concat(Enumerable.Repeat($"line of {number}\n", 40)), FileName(number));
        }
        await git.RunAsync(repository.Root, default, "init", "--quiet", "--initial-branch=main");
        await git.RunAsync(repository.Root, default, "config", "user.name", "Ada");
        await git.RunAsync(repository.Root, default, "config", "user.email", "ada@example.org");
        await git.RunAsync(repository.Root, default, "commit", "--quiet", "--allow-empty", "--message", "Start");
        using var services = new CountingServices(repository);
        if (await Cli.RunAsync(["init"], services) != 0)
        {
            throw new InvalidOperationException($"init failed: {services.Error}");
        }
        await git.RunAsync(repository.Root, default, "add", "--all");
        await git.RunAsync(repository.Root, default, "commit", "--quiet", "--message", "Prepare for lw_coder");
        repository._head = (await git.RunAsync(repository.Root, default, "rev-parse", "HEAD")).TrimEnd();
        return repository;
    }

    /// <summary>Fifty to a folder.</summary>
    public static string FileName(int number) => $"src/part{number / 50}/file{number}.txt";

    public void Write(string text, params string[] parts) => _scratch.Write(text, [_name, .. parts]);

    /// <summary>A plan of usual length that starts at HEAD.</summary>
    public void WritePlan(string id, string status = "ready") => Write($"""
        ---
        plan_id: {id}
        git_sha: {_head}
        status: {status}
        evaluation_notes:
          - It does what its title says.
          - Nothing else has changed.
        ---

        # The plan {id}

        {string.Concat(Enumerable.Repeat("A sentence about what is to be done and why that is good.\n", 40))}
        """, ".lw_coder", "tasks", $"{id}.md");

    /// <summary>lw_coder in this repository.</summary>
    public ProcessSpec Run(string lwCoder, params string[] arguments) =>
        new(lwCoder, arguments) { WorkingDirectory = Root, Environment = Environment };
}
