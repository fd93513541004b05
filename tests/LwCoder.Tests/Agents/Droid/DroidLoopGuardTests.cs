using LwCoder.Agents.Droid;

namespace LwCoder.Tests.Agents.Droid;

public sealed class DroidLoopGuardTests
{
    private readonly DroidLoopGuard _guard = new();

    [Fact]
    public void Six_equal_turns_are_a_stop_and_five_are_not()
    {
        Turns(5, "make");
        _guard.Stopped.Should().BeNull();

        Turns(1, "make");
        _guard.Stopped.Should().Contain("(Execute) 6 times");
    }

    [Fact]
    public void Calls_that_a_turn_makes_side_by_side_count_together()
    {
        for (var turn = 0; turn < 6; turn++)
        {
            _guard.Call($"{turn}", "Read", "a");
            _guard.Call($"{turn}", "Read", "b");
            _guard.Return();
            _guard.Return();
        }

        _guard.Stopped.Should().Contain("(Read, Read) 6 times");
    }

    [Fact]
    public void Another_call_in_between_begins_anew()
    {
        Turns(3, "make");
        Turns(1, "ls");
        Turns(3, "make");

        _guard.Stopped.Should().BeNull();
    }

    [Fact]
    public void Who_goes_on_talking_was_not_stopped()
    {
        Turns(6, "make");
        _guard.Speak();

        _guard.Stopped.Should().BeNull();
    }

    [Fact]
    public void A_call_that_has_not_returned_is_no_stop()
    {
        Turns(6, "make");
        _guard.Call("another", "Execute", "make");

        _guard.Stopped.Should().BeNull();
    }

    [Fact]
    public void Without_messages_each_call_is_a_turn()
    {
        for (var turn = 0; turn < 6; turn++)
        {
            _guard.Call(null, "Execute", "make");
            _guard.Return();
        }

        _guard.Stopped.Should().NotBeNull();
    }

    private void Turns(int count, string arguments)
    {
        for (var turn = 0; turn < count; turn++)
        {
            _guard.Call(Guid.NewGuid().ToString(), "Execute", arguments);
            _guard.Return();
        }
    }
}
