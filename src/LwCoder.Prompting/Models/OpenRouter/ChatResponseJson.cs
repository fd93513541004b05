using System.Text.Json;
using Microsoft.Extensions.AI;

namespace LwCoder.Prompting.Models.OpenRouter;

/// <summary>Reads chat completions. Lenient about what is absent, strict about what would be mistaken for an answer.</summary>
internal static class ChatResponseJson
{
    /// <exception cref="ModelException">There is no answer in it.</exception>
    public static ChatResponse Read(JsonElement root, OpenRouterOptions options)
    {
        ProviderError.ThrowIfPresent(root, options);
        if (FirstChoice(root) is not { } choice || Get(choice, "message") is not { ValueKind: JsonValueKind.Object } message)
        {
            throw new ModelException(ModelErrorKind.BadResponse,
                $"{options.Provider.BaseUrl.Host} answered with JSON that is no chat completion.",
                "Check the base URL: it must be the address that /chat/completions is added to.")
            { Body = ProviderError.Excerpt(root.GetRawText()) };
        }
        ProviderError.ThrowIfPresent(choice, options);
        var contents = new List<AIContent>();
        if (ReasoningText(message) is { Length: > 0 } reasoning)
        {
            contents.Add(new TextReasoningContent(reasoning));
        }
        if (ContentText(message) is { Length: > 0 } text)
        {
            contents.Add(new TextContent(text));
        }
        foreach (var call in Items(message, "tool_calls"))
        {
            var function = Get(call, "function") ?? default;
            contents.Add(ToolJson.Call(Text(call, "id") ?? "", Text(function, "name") ?? "", Text(function, "arguments") ?? ""));
        }
        var response = new ChatResponse(new ChatMessage(ChatRole.Assistant, contents))
        {
            ResponseId = Text(root, "id"),
            ModelId = Text(root, "model"),
            FinishReason = FinishReason(Text(choice, "finish_reason")),
            AdditionalProperties = [],
        };
        response.Usage = ReadUsage(Get(root, "usage"));
        var (cost, source) = ReadCost(Get(root, "usage"), response.Usage, options.Price);
        response.AdditionalProperties.SetCost(cost, source);
        AnswerCheck.ThrowIfUnusable(response, Text(message, "refusal"), options);
        return response;
    }

    public static UsageDetails? ReadUsage(JsonElement? usage) => usage is not { ValueKind: JsonValueKind.Object } json
        ? null
        : new UsageDetails
        {
            InputTokenCount = Number(json, "prompt_tokens"),
            OutputTokenCount = Number(json, "completion_tokens"),
            TotalTokenCount = Number(json, "total_tokens"),
            CachedInputTokenCount = Get(json, "prompt_tokens_details") is { } input ? Number(input, "cached_tokens") : null,
            ReasoningTokenCount = Get(json, "completion_tokens_details") is { } output
                ? Number(output, "reasoning_tokens")
                : null,
        };

    public static (decimal? Cost, CostSource Source) ReadCost(JsonElement? usage, UsageDetails? tokens, ModelPrice? price)
    {
        if (usage is { ValueKind: JsonValueKind.Object } json && Get(json, "cost") is { ValueKind: JsonValueKind.Number } billed
            && billed.TryGetDecimal(out var cost))
        {
            return (cost, CostSource.Billed);
        }
        return price?.CostOf(tokens) is { } imputed ? (imputed, CostSource.Imputed) : (null, CostSource.Unknown);
    }

    public static ChatFinishReason? FinishReason(string? reason) =>
        string.IsNullOrEmpty(reason) ? null : new ChatFinishReason(reason);

    public static JsonElement? FirstChoice(JsonElement root) =>
        Items(root, "choices") is var choices && choices.Any() ? choices.First() : null;

    /// <summary>Text content, whether a string or a list of parts.</summary>
    public static string? ContentText(JsonElement message) => Get(message, "content") switch
    {
        { ValueKind: JsonValueKind.String } text => text.GetString(),
        { ValueKind: JsonValueKind.Array } => string.Concat(Items(message, "content").Select(part => Text(part, "text"))),
        _ => null,
    };

    /// <summary>Thoughts, under either of the two names in use.</summary>
    public static string? ReasoningText(JsonElement message) => Text(message, "reasoning") ?? Text(message, "reasoning_content");

    public static JsonElement? Get(JsonElement json, string name) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(name, out var value)
            && value.ValueKind != JsonValueKind.Null
            ? value
            : null;

    public static string? Text(JsonElement json, string name) =>
        Get(json, name) is { ValueKind: JsonValueKind.String } text ? text.GetString() : null;

    public static IEnumerable<JsonElement> Items(JsonElement json, string name) =>
        Get(json, name) is { ValueKind: JsonValueKind.Array } items ? items.EnumerateArray() : [];

    public static long? Number(JsonElement json, string name) =>
        Get(json, name) is { ValueKind: JsonValueKind.Number } number && number.TryGetInt64(out var value) ? value : null;
}
