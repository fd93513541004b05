using LwCoder.Agents.Transcripts;
using LwCoder.Tests.Support;

namespace LwCoder.Tests.Agents.Transcripts;

[Collection(Alone.Name)]
public sealed class TranscriptMemoryTests : IDisposable
{
    private readonly AgentsTestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Fifty_megabytes_are_read_in_little_memory()
    {
        var row =
            """{"type":"assistant","uuid":"UUID","sessionId":"s","message":{"id":"ID","content":[{"type":"text","text":"TEXT"}],"usage":{"input_tokens":1}}}""";
        _folder.Write(".claude/projects/p/s.jsonl", "");
        using (var file = new StreamWriter(_folder[".claude/projects/p/s.jsonl"]))
        {
            for (var i = 0; i < 50; i++)
            {
                file.WriteLine(row.Replace("UUID", $"u{i}").Replace("ID", $"m{i}").Replace("TEXT", new string('x', 1024 * 1024)));
            }
        }
        var transcript = TranscriptSample.Find("claude-code", _folder.Path).Single();
        long most = 0;
        var count = 0;

        foreach (var _ in TranscriptSample.Of("claude-code").Read(transcript))
        {
            most = count++ % 10 == 0 ? Math.Max(most, GC.GetTotalMemory(forceFullCollection: true)) : most;
        }

        count.Should().Be(100);
        most.Should().BeLessThan(GC.GetTotalMemory(forceFullCollection: true) + (24 * 1024 * 1024));
    }
}
