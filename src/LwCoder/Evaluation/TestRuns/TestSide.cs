namespace LwCoder.Evaluation.TestRuns;

/// <summary>Without the change, or with it.</summary>
internal enum TestSide
{
    Before,
    After,
}

internal static class TestSideWords
{
    public static string Of(TestSide side) => side == TestSide.Before ? "before" : "after";
}
