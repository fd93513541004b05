using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Models;

/// <summary>
/// What the layers above need to know of a client: ask with <c>client.GetService&lt;ModelProfile&gt;()</c>. A client
/// without one is taken to support no schemas, and is identified by its <see cref="ChatClientMetadata"/>.
/// </summary>
/// <param name="Endpoint">The address asked, part of a cache key: one model name at two addresses is two models.</param>
/// <param name="SupportsJsonSchema">Whether answers can be held to a JSON schema.</param>
/// <param name="Defaults">What a request that says nothing is sent with: model, temperature, limits, reasoning.</param>
public sealed record ModelProfile(string Endpoint, bool SupportsJsonSchema, ChatOptions Defaults)
{
    /// <summary>The profile of a client, or what can be known of a foreign one.</summary>
    public static ModelProfile Of(IChatClient client)
    {
        ArgumentNullException.ThrowIfNull(client);
        if (client.GetService<ModelProfile>() is { } profile)
        {
            return profile;
        }
        var metadata = client.GetService<ChatClientMetadata>();
        return new ModelProfile(
            metadata?.ProviderUri?.ToString() ?? metadata?.ProviderName ?? client.GetType().Name,
            SupportsJsonSchema: false,
            new ChatOptions { ModelId = metadata?.DefaultModelId });
    }

    /// <summary>A request's options with the defaults filled in; a copy.</summary>
    public ChatOptions Resolve(ChatOptions? options)
    {
        var resolved = options?.Clone() ?? new ChatOptions();
        resolved.ModelId ??= Defaults.ModelId;
        resolved.Temperature ??= Defaults.Temperature;
        resolved.TopP ??= Defaults.TopP;
        resolved.MaxOutputTokens ??= Defaults.MaxOutputTokens;
        resolved.Reasoning ??= Defaults.Reasoning;
        resolved.Seed ??= Defaults.Seed;
        return resolved;
    }
}
