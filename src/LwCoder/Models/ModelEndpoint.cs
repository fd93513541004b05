using LwCoder.Configuration;
using LwCoder.Prompting.Models;

namespace LwCoder.Models;

/// <summary>Where lw_coder's own questions go and with which key, after every source was asked.</summary>
/// <param name="Model">Null when nothing names one.</param>
/// <param name="Key">Null when there is none.</param>
/// <param name="KeyPlace">Where the key is, or where to put one.</param>
/// <param name="Warnings">What was not used and why; no values.</param>
internal sealed record ModelEndpoint(
    Provider Provider, string? Model, string? Key, string KeyPlace, string AppName, IReadOnlyList<string> Warnings)
{
    /// <summary>True when a question could be asked.</summary>
    public bool IsComplete => Model is not null && (Key is not null || !Provider.NeedsKey);

    /// <summary>Printed by debuggers, therefore without the key.</summary>
    public override string ToString() => $"{Model} at {Provider.BaseUrl}";
}
