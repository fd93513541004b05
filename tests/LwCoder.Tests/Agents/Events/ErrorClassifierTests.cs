using LwCoder.Agents.Events;

namespace LwCoder.Tests.Agents.Events;

public sealed class ErrorClassifierTests
{
    [Theory]
    [InlineData("429 whatever", ErrorClass.Limit)]
    [InlineData("API Error: 529 overloaded", ErrorClass.Provider)]
    [InlineData("402 Payment Required", ErrorClass.Limit)]
    [InlineData("Credit balance is too low", ErrorClass.Limit)]
    [InlineData("You've hit your session limit · resets 3pm", ErrorClass.Limit)]
    [InlineData("Not logged in · Please run /login", ErrorClass.Login)]
    [InlineData("connect ECONNREFUSED 127.0.0.1:80", ErrorClass.Provider)]
    [InlineData("The operation timed out", ErrorClass.Provider)]
    [InlineData("Error: unknown option '--x'", ErrorClass.Other)]
    [InlineData("200 OK", ErrorClass.Other)]
    [InlineData("", ErrorClass.Other)]
    public void A_message_is_classified(string message, object expected) =>
        ((object)ErrorClassifier.FromText(message)).Should().Be(expected);
}
