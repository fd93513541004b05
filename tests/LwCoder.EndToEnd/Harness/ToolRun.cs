namespace LwCoder.EndToEnd.Harness;

/// <summary>How one execution of lw_coder ended.</summary>
internal sealed record ToolRun(string CommandLine, int Code, string Output, string Error)
{
    /// <summary>Asserts the exit code, and shows both streams when it is another.</summary>
    public ToolRun ShouldEndWith(ExitCode expected)
    {
        ((ExitCode)Code).Should().Be(expected, "lw_coder {0} printed\n{1}\nand narrated\n{2}", CommandLine, Output, Error);
        return this;
    }
}
