using LwCoder.Agents.Events;
using LwCoder.Sessions;

namespace LwCoder.Tests.Sessions;

public sealed class OpenToolCallsTests
{
    private readonly OpenToolCalls _calls = new();

    [Fact]
    public void A_tool_call_is_open_until_its_result()
    {
        _calls.Observe(new ToolCalled("t", "Bash", "{}"));
        _calls.Any.Should().BeTrue();

        _calls.Observe(new ToolReturned("t", false, null, ""));

        _calls.Any.Should().BeFalse();
    }

    [Fact]
    public void Calls_that_never_return_are_forgotten_when_there_are_too_many()
    {
        for (var i = 0; i <= OpenToolCalls.Most; i++)
        {
            _calls.Observe(new ToolCalled($"lost-{i}", "Bash", "{}"));
        }
        _calls.Any.Should().BeTrue();

        _calls.Observe(new ToolReturned($"lost-{OpenToolCalls.Most}", false, null, ""));

        _calls.Any.Should().BeFalse();
    }

    [Fact]
    public void A_subagent_that_was_ended_leaves_no_call_open()
    {
        _calls.Observe(new ToolCalled("task", "Agent", "{}"));
        _calls.Observe(new ToolCalled("inner", "Bash", "{}") { Parent = "task" });

        _calls.Observe(new ToolReturned("task", true, null, "stopped"));

        _calls.Any.Should().BeFalse();
    }
}
