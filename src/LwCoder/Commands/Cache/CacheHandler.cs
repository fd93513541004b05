using System.Text.Json;
using LwCoder.Commands.Shared;
using LwCoder.Configuration;
using LwCoder.Platform;
using LwCoder.Platform.Terminal;
using LwCoder.Prompting.Caching;

namespace LwCoder.Commands.Cache;

/// <param name="ask">Null where nobody can be asked.</param>
internal sealed class CacheHandler(
    PromptCache cache, TextWriter output, TextWriter narration, Func<string, bool>? ask, TimeProvider time)
{
    public int Run(CacheOptions options) => (int)(options switch
    {
        CacheOptions.Clear clear => Clear(clear),
        CacheOptions.Prune prune => Prune(prune),
        _ => WriteStats(cache.Stats(), options.Json),
    });

    private ExitCode Clear(CacheOptions.Clear options)
    {
        if (!options.Yes && cache.Stats() is { Entries: > 0 } stats && !IsAllowed(stats))
        {
            narration.WriteLine("nothing was removed");
            return ExitCode.Done;
        }
        var removal = cache.Clear();
        WriteRemoval(removal, options.Json);
        return removal.Kept == 0
            ? ExitCode.Done
            : throw new UserError(
                $"{Answers(removal.Kept)} could not be removed from {cache.Directory}", "look at who may write there");
    }

    private bool IsAllowed(CacheStats stats) => ask is null
        ? throw new UserError(
            $"clearing the cache would remove {Answers(stats.Entries)} from {cache.Directory}, and nobody is here to be asked",
            "add --yes", ExitCode.NeedsPerson)
        : ask($"Remove {Answers(stats.Entries)} ({ByteSize.Format(stats.Bytes)}) from {cache.Directory}?");

    private ExitCode Prune(CacheOptions.Prune options)
    {
        TimeSpan? age = options.OlderThan is { } typedAge
            ? AgeOption.Parse("--older-than", typedAge)
            : null;
        long? size = options.MaxSize is { } typedSize
            ? ByteSize.TryParse(typedSize) ?? throw NotASize(typedSize)
            : null;
        WriteRemoval(cache.Prune(size, age), options.Json);
        return ExitCode.Done;
    }

    private static UserError NotASize(string typed) => new(
        $"--max-size {TerminalText.OneLine(typed, 100)} was not understood",
        "give --max-size a size such as 500MB or 2GB", ExitCode.Usage);

    private ExitCode WriteStats(CacheStats stats, bool json)
    {
        if (json)
        {
            WriteJson(writer =>
            {
                writer.WriteNumber("entries", stats.Entries);
                writer.WriteNumber("bytes", stats.Bytes);
                writer.WriteNumber("foreign_entries", stats.ForeignEntries);
                writer.WriteNumber("damaged_entries", stats.DamagedEntries);
                writer.WriteTimeOrNull("oldest", stats.Oldest?.UtcDateTime);
                writer.WriteTimeOrNull("newest", stats.Newest?.UtcDateTime);
            });
            return ExitCode.Done;
        }
        Line("cache", cache.Directory);
        Line("answers", Invariant($"{stats.Entries}, {ByteSize.Format(stats.Bytes)}"));
        if (stats is { Oldest: { } oldest, Newest: { } newest })
        {
            Line("age", $"{Age.Short(time.GetUtcNow() - newest)} to {Age.Short(time.GetUtcNow() - oldest)}");
        }
        if (stats.ForeignEntries > 0)
        {
            Line("foreign", Invariant($"{stats.ForeignEntries} from worktrees, which no judge or optimizer uses"));
        }
        if (stats.DamagedEntries > 0)
        {
            Line("damaged", Invariant($"{stats.DamagedEntries}, asked for again when needed"));
        }
        return ExitCode.Done;
    }

    private void WriteRemoval(CacheRemoval removal, bool json)
    {
        if (json)
        {
            WriteJson(writer =>
            {
                writer.WriteNumber("removed_entries", removal.Removed);
                writer.WriteNumber("removed_bytes", removal.RemovedBytes);
                writer.WriteNumber("kept_entries", removal.Kept);
                writer.WriteNumber("kept_bytes", removal.KeptBytes);
            });
            return;
        }
        output.WriteLine($"removed {Answers(removal.Removed)} ({ByteSize.Format(removal.RemovedBytes)}) from {cache.Directory}, "
            + Invariant($"{removal.Kept} left ({ByteSize.Format(removal.KeptBytes)})"));
    }

    private void WriteJson(Action<Utf8JsonWriter> properties) => JsonAnswer.Write(output, json =>
    {
        json.WriteString("directory", cache.Directory);
        properties(json);
    });

    private void Line(string name, string value) => output.WriteLine($"{name,-9} {value}");

    private static string Answers(int count) => count == 1 ? "1 answer" : Invariant($"{count} answers");

    private static string Invariant(FormattableString text) => FormattableString.Invariant(text);
}
