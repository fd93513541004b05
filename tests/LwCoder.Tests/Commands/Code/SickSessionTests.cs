using System.Runtime.Versioning;
using LwCoder.Prompting.Scripting;
using LwCoder.Runs;
using LwCoder.Telemetry;
using LwCoder.Telemetry.Sql;
using LwCoder.Telemetry.Sqlite;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Commands.Code;

/// <summary>A repository with a plan, for sessions that go wrong.</summary>
[UnsupportedOSPlatform("windows")]
public abstract class SickSessionTests : IAsyncLifetime
{
    private protected TemporaryRepository Repository { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Repository = await TemporaryRepository.CreateAsync();
        await HelloPlan.PrepareAsync(Repository, LwCoder());
    }

    public Task DisposeAsync()
    {
        Repository.Dispose();
        return Task.CompletedTask;
    }

    private protected string Plan => File.ReadAllText(Path.Combine(Repository.Root, ".lw_coder/tasks/say-hello.md"));

    private protected async Task<string> Asked(params string[] arguments)
    {
        var lwCoder = LwCoder();
        (await lwCoder.RunAsync(arguments)).Should().Be(0, lwCoder.Narrated);
        return lwCoder.Printed.ReplaceLineEndings("\n");
    }

    private protected void Configure(string toml) =>
        File.AppendAllText(Path.Combine(Repository.Root, ".lw_coder", "config.toml"), "\n" + toml);

    private protected List<RunDirectory> Runs => [.. new RunCatalog(Path.Combine(Repository.Root, ".lw_coder", "runs")).List()];

    private protected RunManifest Latest => Runs[0].ReadManifest();

    /// <param name="sessions">What the model says in each; in one more it does the work.</param>
    private protected TestServices LwCoder(params ScriptEntry[][] sessions) =>
        new(Repository.Root, Directory.CreateDirectory(Path.Combine(Repository.Folder, "home")).FullName)
        {
            Models = new ScriptedSessions([.. sessions, [MiniScript.Write("hello.txt", "hello\n"), MiniScript.Finish()]]),
        };

    /// <summary>Another agent than `mini`, as a shell script that prints events.</summary>
    private protected TestServices LwCoder(string script, TimeProvider? clock = null) =>
        new(Repository.Root, Directory.CreateDirectory(Path.Combine(Repository.Folder, "home")).FullName)
        {
            Agent = new ShellAgent($"{ShellAgent.Started}\n{script}"),
            Clock = clock,
        };

    private protected async Task<IReadOnlyList<string?>> StoredAsync(string sql, params string?[] values)
    {
        await using var store =
            SqliteStore.At(StoreLocation.DatabaseIn(Path.Combine(Repository.Root, ".lw_coder")), TimeProvider.System);
        return await store.ReadAsync(
            rows => rows.List(sql, row => row.Text(0), [.. values.Select(value => (SqlValue)value)]), default);
    }

    private protected static Task<int> CodeAsync(TestServices lwCoder, params string[] more) =>
        lwCoder.RunAsync(["code", "say-hello", "--tool", "mini", "--sandbox", "host", "--headless", .. more]);
}
