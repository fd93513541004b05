using LwCoder.Agents.Events;
using LwCoder.Evaluation.Traces;
using LwCoder.Models;
using LwCoder.Platform.Terminal;
using LwCoder.Prompting.Models;
using LwCoder.Prompting.Scripting;
using LwCoder.Prompting.Signatures;
using LwCoder.Runs;
using LwCoder.Sessions;
using LwCoder.Tests.Support;
using Microsoft.Extensions.AI;

namespace LwCoder.Tests.Evaluation.Traces;

public sealed class TraceSummaryTests : IDisposable
{
    private readonly AgentsTestFolder _folder = new();
    private readonly StringWriter _narrated = new();
    private readonly RunDirectory _run;

    public TraceSummaryTests()
    {
        _run = new RunDirectory(new RunId("plan", "20261121_100000"), _folder.Path);
        _run.WriteManifest(Manifests.New(_run.Id));
        _folder.Write("trace.md", "# Conversation Trace\n");
        using var log = new SessionLog(_run.SessionFile);
        foreach (var happened in TranscriptSample.Read("claude-code", TranscriptSample.Resumed))
        {
            log.Write(happened);
        }
    }

    public void Dispose()
    {
        _folder.Dispose();
        _narrated.Dispose();
    }

    private string Page => _folder.Read("summary.md");

    [Fact]
    public async Task It_has_what_was_counted_and_the_models_story()
    {
        (await WriteAsync(Answers("## Intent\n\nTo write it."))).Should().Be(TraceSummaryState.Written);

        Page.Should().StartWith("# Trace Summary\n\n## Session Metadata\n\n- **Session ID**: da706945")
            .And.Contain("## Tool Usage\n\n- Bash: 1\n- Write: 1\n")
            .And.Contain("### Created\n\n- /home/dev/work/hello.txt\n")
            .And.Contain("## Bash Commands\n\n- ls -la hello.txt")
            .And.EndWith("## Narrative Summary\n\n## Intent\n\nTo write it.\n");
    }

    [Fact]
    public async Task It_is_made_again_only_for_another_trace()
    {
        await WriteAsync(Answers("one"));

        (await WriteAsync(Answers("two"))).Should().Be(TraceSummaryState.Current);
        (await WriteAsync(Answers("three"), force: true)).Should().Be(TraceSummaryState.Written);
        Page.Should().EndWith("three\n");
        File.AppendAllText(_run.TraceFile, "more");
        (await WriteAsync(Answers("four"))).Should().Be(TraceSummaryState.Written);
        Page.Should().EndWith("four\n");
    }

    [Fact]
    public async Task A_model_that_fails_costs_only_the_story_and_is_asked_again()
    {
        (await WriteAsync(new ScriptEntry { Error = ModelErrorKind.Refused })).Should().Be(TraceSummaryState.WithoutNarrative);

        Page.Should().Contain("## Tool Usage").And.NotContain("Narrative");
        _narrated.ToString().Should().Contain("has no story");
        (await WriteAsync(Answers("now"))).Should().Be(TraceSummaryState.Written);
    }

    [Fact]
    public async Task Secrets_a_model_repeats_are_taken_out()
    {
        await WriteAsync(Answers("the key is hunter2hunter2"));

        Page.Should().NotContain("hunter2").And.Contain("[redacted:KEY]");
    }

    [Fact]
    public void Only_what_failed_is_an_error()
    {
        var facts = new TraceFacts("/repo/wt");
        foreach (SessionEvent happened in new SessionEvent[]
        {
            new ToolCalled("1", "Read", """{"file_path":"/workspace/src/Errors.cs"}"""),
            new ToolReturned("1", IsError: false, null, "throw new Exception(\"Error: everything is broken\");"),
            new ToolCalled("2", "Bash", """{"command":"make\ntest"}"""), new ToolReturned("2", true, 2, "no rule"),
            new ToolCalled("3", "Execute", """{"command":"false"}"""), new ToolReturned("3", false, 1, ""),
            new ToolCalled("4", "Edit", """{"file_path":"/repo/wt/a.cs"}"""),
            new ToolCalled("5", "Write", """{"file_path":"b.cs"}"""),
            new ToolCalled("6", "Edit", """{"file_path":"b.cs"}"""), new ToolCalled("7", "Edit", "{cut"),
        })
        {
            facts.Observe(happened);
        }

        var page = facts.ToMarkdown([]);

        page.Should().EndWith("## Errors\n\n- Bash (exit code 2): no rule\n- Execute (exit code 1):\n")
            .And.Contain("### Modified\n\n- a.cs\n\n### Created\n\n- b.cs\n\n### Read\n\n- src/Errors.cs\n")
            .And.Contain("- make test\n");
    }

    private Task<TraceSummaryState> WriteAsync(ScriptEntry answer, bool force = false)
    {
        var redactor = new Redactor([new Secret("KEY", "hunter2hunter2")]);
        var model = new ScriptedChatClient(new Script([answer]));
        return new TraceSummary(new OneModel(model), redactor.Redact, new Narrator(_narrated))
            .WriteAsync(_run, _folder["summary.md"], force, default);
    }

    private static ScriptEntry Answers(string narrative) => new() { Outputs = FieldValues.Of(("narrative", narrative)) };

    private sealed class OneModel(IChatClient model) : ILanguageModels
    {
        public bool IsConfigured => true;

        public IChatClient Open(string? name = null) => model;
    }
}
