namespace LwCoder.Telemetry;

internal static class BoundaryName
{
    /// <summary>The word in the store.</summary>
    public static string Of(BoundaryKind kind) => kind switch
    {
        BoundaryKind.ImportFinished => "import_finished",
        BoundaryKind.GatePassed => "gate_passed",
        _ => "prompt_published",
    };
}
