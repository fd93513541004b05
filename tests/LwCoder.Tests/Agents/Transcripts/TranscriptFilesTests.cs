using System.Diagnostics;
using System.Runtime.Versioning;
using System.Text;
using FsCheck;
using FsCheck.Fluent;
using LwCoder.Agents.Events;
using LwCoder.Agents.Transcripts;
using LwCoder.Prompting.Tests.Support;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Agents.Transcripts;

/// <summary>Whatever an agent, a crash or a malicious program left in a home.</summary>
public sealed class TranscriptFilesTests : IDisposable
{
    private readonly AgentsTestFolder _folder = new();

    public static TheoryData<string, string> Tools => new()
    {
        { "claude-code", ".claude/projects/p/s.jsonl" }, { "droid", ".factory/sessions/p/s.jsonl" },
    };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Lines_of_any_length_come_as_they_are_whatever_the_buffer()
    {
        var text = Gen.Elements("", "a", "\r", new string('x', 63), new string('y', 64), new string('z', 200)).ListOf();

        Prop.ForAll(text.ToArbitrary(), lines =>
        {
            using var stream = new MemoryStream(Encoding.UTF8.GetBytes(string.Join('\n', lines)));
            var read = JsonLines.Lines(stream, longest: 128)
                .Select(line => line is { } text ? Encoding.UTF8.GetString(text.Span) : null).ToList();
            // The last line has no end and may be nothing.
            read.Where(line => line != "").Should().Equal(
                lines.Where(line => line != "").Select(line => line.Length < 128 ? line : null));
        }).ShouldHold();
    }

    [Theory, MemberData(nameof(Tools))]
    public void Rows_of_any_shape_are_read_without_an_exception(string tool, string file)
    {
        string[] values =
        [
            "null", "true", "-1", "1e400", "0.5", "\"\"", "\"text\"", "\"\\ud800\"", "[]", "[null,1,\"a\",{}]", "{}",
            "{\"type\":3}", "[{\"type\":\"tool_use\",\"id\":[]}]", "[{\"type\":\"tool_use\",\"id\":\"x\"}]",
            "[{\"type\":\"text\",\"text\":\"\\udc00\"}]", "[{\"type\":\"tool_result\",\"tool_use_id\":\"x\",\"content\":[[]]}]",
            "\"user\"", "\"2026-01-01T00:00:00Z\"", "{\"role\":\"user\",\"content\":\"x\"}",
            "{\"id\":\"m\",\"content\":[{\"type\":\"text\",\"text\":\"x\"}],\"usage\":{}}", "{\"agentId\":\"a\"}",
            "{\"m\":{\"inputTokens\":1e300}}",
        ];
        string[] names =
        [
            "uuid", "id", "message", "content", "timestamp", "sessionId", "agentId", "isSidechain", "isMeta", "version",
            "toolUseResult", "error", "subtype", "modelUsage", "totalCostUSD", "reason", "callingSessionId",
        ];
        string[] types = ["user", "assistant", "system", "cost-state", "message", "session_start", "agent_turn_outcome"];
        var field = Gen.Elements(names).Zip(Gen.Elements(values), (name, value) => $"\"{name}\":{value}");
        var row =
            Gen.Elements(types).Zip(field.ListOf(4), (type, fields) => $"{{\"type\":\"{type}\",{string.Join(',', fields)}}}");

        Prop.ForAll(row.ListOf(5).ToArbitrary(), rows =>
        {
            _folder.Write(file, string.Join('\n', rows));
            foreach (var transcript in TranscriptSample.Find(tool, _folder.Path))
            {
                using var written = new MemoryStream();
                foreach (var happened in TranscriptSample.Of(tool).Read(transcript))
                {
                    SessionEventLine.Write(written, happened);
                }
            }
        }).ShouldHold(500);
    }

    [Theory]
    [InlineData("claude-code", TranscriptSample.Resumed)]
    [InlineData("droid", TranscriptSample.OfDroid)]
    public void A_transcript_cut_anywhere_is_read_up_to_the_cut(string tool, string session)
    {
        TranscriptSample.CopyTo(_folder.Path);
        var transcript = TranscriptSample.Find(tool, _folder.Path).Single(one => one.Session == session);
        var bytes = File.ReadAllBytes(transcript.File);
        var all = TranscriptSample.Of(tool).Read(transcript).Count();

        foreach (var length in Enumerable.Range(1, 40).Select(part => bytes.Length * part / 41))
        {
            File.WriteAllBytes(transcript.File, bytes[..length]);
            TranscriptSample.Of(tool).Read(transcript).Count(happened => happened is not RecordDamaged)
                .Should().BeInRange(0, all);
        }
    }

    [UnixTheory, MemberData(nameof(Tools)), UnsupportedOSPlatform("windows")]
    public void A_link_is_no_transcript(string tool, string file)
    {
        _folder.Write("elsewhere.jsonl", """{"type":"session_start","id":"s"}""");
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[file])!);
        File.CreateSymbolicLink(_folder[file], _folder["elsewhere.jsonl"]);

        TranscriptSample.Find(tool, _folder.Path).Should().BeEmpty();
    }

    [UnixTheory, MemberData(nameof(Tools)), UnsupportedOSPlatform("windows")]
    public async Task A_pipe_in_place_of_a_transcript_blocks_nobody(string tool, string file)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(_folder[file])!);
        using var make = Process.Start("mkfifo", [_folder[file]]);
        await make.WaitForExitAsync();

        TranscriptSample.Find(tool, _folder.Path).SelectMany(TranscriptSample.Of(tool).Read)
            .Where(happened => happened is not (SessionStarted or RecordDamaged)).Should().BeEmpty();
    }
}
