using System.Text.Json.Nodes;

namespace LwCoder.EndToEnd.Models;

/// <summary>What the scripted model says next.</summary>
internal abstract record Reply;

internal sealed record TextReply(string Text) : Reply;

internal sealed record ToolCallReply(string Tool, JsonObject Arguments) : Reply;
