using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Tests.Support;

/// <summary>FluentAssertions sees a dictionary; here a value is compared as a whole, and shown as JSON.</summary>
internal static class FieldValuesAssertions
{
    public static void ShouldEqual(this FieldValues actual, FieldValues expected)
    {
        actual.ToJson().Should().Be(expected.ToJson());
        actual.Equals(expected).Should().BeTrue();
    }
}
