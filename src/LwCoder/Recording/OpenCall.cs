using System.Runtime.InteropServices;
using System.Security.Cryptography;
using LwCoder.Agents.Events;
using LwCoder.Agents.Tools;
using LwCoder.Telemetry.Rows;

namespace LwCoder.Recording;

/// <summary>A call of a tool from when it was made until it is answered.</summary>
internal sealed class OpenCall
{
    /// <summary>Of arguments, kept until the call is answered: more than a preview and a secret across its end.</summary>
    private const int MostKept = 4096;

    /// <summary>Of a result, to tell it from another: enough, whatever its size.</summary>
    private const int MostHashed = 64 * 1024;

    private readonly string _session;
    private readonly string _id;
    private readonly string _argumentsHash;
    private readonly int _seq;
    private string _arguments;

    public OpenCall(string session, ToolCalled called, ToolUse use, DateTimeOffset time, int seq)
    {
        (_session, _id, Time, _seq) = (session, called.Id, time, seq);
        _argumentsHash = HashOf(called.Arguments);
        _arguments = called.Arguments.Length > MostKept ? called.Arguments[..MostKept] : called.Arguments;
        Use = use;
    }

    public ToolUse Use { get; private set; }

    public DateTimeOffset Time { get; }

    /// <summary>It was answered. A second answer, or the same call once more, is a repetition.</summary>
    public bool IsDone { get; private set; }

    public ToolCallRow ToRow(string status) => new()
    {
        SessionId = _session,
        NativeId = _id,
        ToolName = Use.Name.Length > 0 ? Use.Name : "unknown_tool",
        Category = Use.Kind.Name(),
        ArgsSummary = _arguments,
        ArgsHash = _argumentsHash,
        Status = status,
        Ts = Time.ToUnixTimeMilliseconds(),
        Seq = _seq,
    };

    public ToolCallRow ToRow(ToolReturned returned, DateTimeOffset time) => ToRow(returned.IsError ? "error" : "completed") with
    {
        Error = returned.IsError ? returned.Text : null,
        ExitCode = returned.ExitCode,
        DurationMs = returned.Time is null ? null : (int)Math.Clamp((time - Time).TotalMilliseconds, 0, int.MaxValue),
        ResultHash = HashOf(returned.Text),
        ResultLength = returned.Text.Length,
    };

    /// <summary>Lets go of what is not needed any more: a session may have very many calls.</summary>
    public void Close()
    {
        IsDone = true;
        _arguments = "";
        Use = Use with { Script = null };
    }

    private static string HashOf(string text)
    {
        var start = text.AsSpan(0, Math.Min(text.Length, MostHashed));
        return Convert.ToHexStringLower(SHA256.HashData(MemoryMarshal.AsBytes(start)).AsSpan(0, 8));
    }
}
