using LwCoder.Configuration;
using LwCoder.Diagnosis;
using LwCoder.Models;
using LwCoder.Optimization.Classifier;
using LwCoder.Telemetry;
using LwCoder.Tests.Optimization.Support;
using LwCoder.Tests.Support;
using LwCoder.Tests.Telemetry.Support;

namespace LwCoder.Tests.Commands.Optimize;

/// <summary>A repository whose store has recorded many sessions, on either engine.</summary>
internal sealed class OptimizedRepository : IAsyncDisposable
{
    /// <summary>Says everything a recovery from infinite_retry has to say.</summary>
    public const string Better = """
        # Recovery of session {session_id}

        {summary} COMPILED-TEXT

        - failing tool: {failing_tool}, failed {retry_count} times, last with {last_error}
        {tool_activity}

        Do not repeat it; {suggested_action} Begin with `git status`. Find the root cause, choose a different fix, verify it, and
        commit. If it cannot be done, say so. Then end.
        """;

    private readonly TemporaryRepository _repository;
    private readonly TestDatabase? _server;

    private OptimizedRepository(TemporaryRepository repository, TestDatabase? server) =>
        (_repository, _server) = (repository, server);

    public string Root => _repository.Root;

    public string State => Path.Combine(Root, ".lw_coder");

    /// <summary>As a command of this repository opens it.</summary>
    public async Task<ITelemetryStore> StoreAsync()
    {
        var services = LwCoder(_ => "");
        return await services.FindStoreAsync(Root, new SettingsReader(services.Home, services.Environment).Read(Root), default);
    }

    public static Task<OptimizedRepository> CreateAsync(Engine engine, int each = 8) =>
        CreateAsync(engine, GeneratedSessions.Many(each));

    public static async Task<OptimizedRepository> CreateAsync(Engine engine, GeneratedSessions sessions)
    {
        var server = engine == Engine.MariaDb ? await TestDatabase.CreateAsync(engine) : null;
        var repository = new OptimizedRepository(await TemporaryRepository.CreateAsync(), server);
        await repository._repository.GitAsync("config", "user.name", "Ada");
        await repository._repository.GitAsync("config", "user.email", "ada@example.org");
        (await repository.LwCoder(_ => "").RunAsync("init")).Should().Be(0);
        await using var store = await repository.StoreAsync();
        await store.WriteAsync(sessions.Batch, default);
        repository.Write(GoldLabels.File, string.Concat(sessions.Sick.Select(sick =>
            $$"""{"session": "{{sick.Session}}", "category": "{{sick.Category.Name()}}"}""" + "\n")));
        return repository;
    }

    public void Write(string file, string text) => _repository.Write($".lw_coder/{file}", text);

    public TestServices LwCoder(Func<string, string> answer, ILanguageModels? sessions = null) =>
        LwCoder(new ModelsByText(answer, sessions));

    public TestServices LwCoder(ILanguageModels models)
    {
        var services = new TestServices(
            Root, Directory.CreateDirectory(Path.Combine(_repository.Folder, "home")).FullName) { Models = models };
        if (_server is not null)
        {
            services.Variables["LW_CODER_STORE_URL"] = _server.Address.ToString();
            services.Variables[StoreAddress.PasswordVariable] = MariaDbServer.Password;
        }
        return services;
    }

    /// <summary>What a classifier makes of the symptoms in a question.</summary>
    public static string Classify(string asked)
    {
        var question = asked[asked.LastIndexOf("<<<tool_patterns>>>", StringComparison.Ordinal)..];
        var category = question.Contains("shell: 5 calls, 5 failed", StringComparison.Ordinal) ? "infinite_retry"
            : question.Contains("no tools were called", StringComparison.Ordinal) ? "stuck_on_approval"
            : question.Contains("read: 14 calls", StringComparison.Ordinal) ? "context_exhaustion"
            : question.Contains("edit: 17 calls", StringComparison.Ordinal) ? "scope_creep"
            : question.Contains("bash", StringComparison.Ordinal) || question.Contains("shell", StringComparison.Ordinal)
                && !question.Contains("search", StringComparison.Ordinal) ? "infinite_retry"
            : "model_confusion";
        return $"<<<evidence>>>\nits calls\n\n<<<category>>>\n{category}\n\n<<<confidence>>>\n0.9\n\n<<<end of answer>>>";
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }
        _repository.Dispose();
    }
}
