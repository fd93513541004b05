using Xunit.Abstractions;
using Xunit.Sdk;

namespace LwCoder.EndToEnd.Harness;

/// <summary>A test that is skipped, with the reason, on a machine that lacks something; see <see cref="Needs"/>.</summary>
[XunitTestCaseDiscoverer("LwCoder.EndToEnd.Harness." + nameof(NeedingFactDiscoverer), "LwCoder.EndToEnd")]
[AttributeUsage(AttributeTargets.Method)]
internal sealed class FactNeedingAttribute : FactAttribute
{
    public FactNeedingAttribute(params Need[] needs)
    {
        Missing = Needs.Missing(needs);
        Skip = Needs.AreRequired ? null : Missing;
    }

    public string? Missing { get; }
}

/// <summary>The same for a test with several cases.</summary>
[XunitTestCaseDiscoverer("LwCoder.EndToEnd.Harness." + nameof(NeedingTheoryDiscoverer), "LwCoder.EndToEnd")]
[AttributeUsage(AttributeTargets.Method)]
internal sealed class TheoryNeedingAttribute : TheoryAttribute
{
    public TheoryNeedingAttribute(params Need[] needs)
    {
        Missing = Needs.Missing(needs);
        Skip = Needs.AreRequired ? null : Missing;
    }

    public string? Missing { get; }
}

/// <summary>Turns a test whose needs are required and missing into a failure that says so.</summary>
internal sealed class NeedingFactDiscoverer(IMessageSink messages) : FactDiscoverer(messages)
{
    public override IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions options, ITestMethod method, IAttributeInfo attribute) =>
        MissingTest.Discover(DiagnosticMessageSink, options, method, attribute) ?? base.Discover(options, method, attribute);
}

/// <inheritdoc cref="NeedingFactDiscoverer"/>
internal sealed class NeedingTheoryDiscoverer(IMessageSink messages) : TheoryDiscoverer(messages)
{
    public override IEnumerable<IXunitTestCase> Discover(
        ITestFrameworkDiscoveryOptions options, ITestMethod method, IAttributeInfo attribute) =>
        MissingTest.Discover(DiagnosticMessageSink, options, method, attribute) ?? base.Discover(options, method, attribute);
}

internal static class MissingTest
{
    /// <returns>Null when the test can run or is skipped.</returns>
    public static IEnumerable<IXunitTestCase>? Discover(
        IMessageSink messages, ITestFrameworkDiscoveryOptions options, ITestMethod method, IAttributeInfo attribute) =>
        Needs.AreRequired && attribute.GetNamedArgument<string?>(nameof(FactNeedingAttribute.Missing)) is { } missing
            ? [new ExecutionErrorTestCase(
                messages, options.MethodDisplayOrDefault(), options.MethodDisplayOptionsOrDefault(), method,
                $"LW_CODER_REQUIRE_DOCKER is set and {missing}")]
            : null;
}
