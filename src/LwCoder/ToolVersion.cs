namespace LwCoder;

/// <summary>This lw_coder's version, as `1.2.3`.</summary>
internal static class ToolVersion
{
    public static string Text { get; } = typeof(ToolVersion).Assembly.GetName().Version!.ToString(3);
}
