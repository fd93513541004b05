using System.Globalization;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Models;

/// <summary>
/// Facts about a request that are for the layers between caller and model (cache, log, script) and never sent. They
/// travel in <see cref="ChatOptions.AdditionalProperties"/>.
/// </summary>
public static class RequestFacts
{
    private const string RolloutKey = "rollout_id";
    private const string SignatureKey = "signature";

    /// <summary>Tells apart repeated samples of one prompt in a cache; null for the first and usual one.</summary>
    public static int? GetRolloutId(this ChatOptions? options) =>
        options?.AdditionalProperties?.GetValueOrDefault(RolloutKey) is { } id
            ? Convert.ToInt32(id, CultureInfo.InvariantCulture)
            : null;

    /// <summary>The name of the signature being asked; null for calls that have none.</summary>
    public static string? GetSignature(this ChatOptions? options) =>
        options?.AdditionalProperties?.GetValueOrDefault(SignatureKey) as string;

    /// <summary>Sets the rollout id; returns the same options.</summary>
    public static ChatOptions WithRolloutId(this ChatOptions options, int? rolloutId) => With(options, RolloutKey, rolloutId);

    /// <summary>Sets the signature's name; returns the same options.</summary>
    public static ChatOptions WithSignature(this ChatOptions options, string? signature) =>
        With(options, SignatureKey, signature);

    private static ChatOptions With(ChatOptions options, string key, object? value)
    {
        ArgumentNullException.ThrowIfNull(options);
        if (value is not null)
        {
            (options.AdditionalProperties ??= [])[key] = value;
        }
        return options;
    }
}
