using System.Text.Json.Nodes;

namespace LwCoder.EndToEnd.Models;

/// <summary>What the scripted model says next.</summary>
internal abstract record Reply;

internal sealed record TextReply(string Text) : Reply;

/// <param name="Say">Words before the call; null for none.</param>
internal sealed record ToolCallReply(string Tool, JsonObject Arguments, string? Say = null) : Reply;
