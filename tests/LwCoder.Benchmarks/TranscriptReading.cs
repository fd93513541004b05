using System.Diagnostics;
using System.Globalization;
using System.Text;
using LwCoder.Agents.ClaudeCode;

namespace LwCoder.Benchmarks;

/// <summary>How fast a transcript of Claude Code becomes events.</summary>
internal static class TranscriptReading
{
    public const string Verb = "transcripts";

    private const string Call =
        """{"type":"assistant","uuid":"aNUMBER","sessionId":"s","version":"2.1.329","timestamp":"2026-11-21T10:00:00.000Z","message":""" +
        """{"id":"mNUMBER","role":"assistant","model":"m","content":""" +
        """[{"type":"tool_use","id":"cNUMBER","name":"Read","input":{"file_path":"/workspace/src/a.cs"}}],"usage":""" +
        """{"input_tokens":1200,"output_tokens":34}}}""";

    private const string Answer =
        """{"type":"user","uuid":"uNUMBER","sessionId":"s","timestamp":"2026-11-21T10:00:01.000Z","message":""" +
        """{"role":"user","content":[{"type":"tool_result","tool_use_id":"cNUMBER","content":"TEXT"}]}}""";

    public static int Run(int kilobytes)
    {
        var folder = Directory.CreateTempSubdirectory("lw_coder-bench-").FullName;
        try
        {
            var project = Directory.CreateDirectory(Path.Combine(folder, "p")).FullName;
            Write(Path.Combine(project, "s.jsonl"), kilobytes * 1024L);
            var transcripts = new ClaudeTranscripts();
            var transcript = transcripts.Find(folder).Single();
            var times = new List<double>();
            var events = 0;
            for (var round = 0; round < 20; round++)
            {
                var clock = Stopwatch.StartNew();
                events = transcripts.Read(transcript).Count();
                times.Add(clock.Elapsed.TotalMilliseconds);
            }
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{kilobytes} KB, {events} events: first {times[0]:0.0} ms, then {times.Order().ElementAt(10):0.0} ms (median "
                + $"of 20); {Process.GetCurrentProcess().PeakWorkingSet64 / 1024 / 1024} MB at most"));
            return 0;
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Rows as they are in a session: an assistant's call, and the two kilobytes it got back.</summary>
    private static void Write(string path, long size)
    {
        using var file = new StreamWriter(path, append: false, new UTF8Encoding(false));
        var text = string.Concat(Enumerable.Repeat("    public string Name => _name; // line\\n", 45));
        var answer = Answer.Replace("TEXT", text, StringComparison.Ordinal);
        for (var number = 0; file.BaseStream.Position < size; number++)
        {
            file.WriteLine(Call.Replace("NUMBER", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
            file.WriteLine(answer.Replace("NUMBER", number.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal));
            file.Flush();
        }
    }
}
