using System.Text;
using System.Text.Json;
using LwCoder.Prompting.Signatures;

namespace LwCoder.Prompting.Optimizers;

/// <summary>
/// What a run was answered, by what it asked: a file of JSON lines that only grows. A run that is started again makes the
/// same questions in the same order, finds the answers here and so arrives where it was, at no cost. One line is written
/// per answer, whatever the length of the run; a line cut by a crash is cut off.
/// </summary>
internal sealed class Journal : IDisposable
{
    private readonly Dictionary<string, Queue<FieldValues>> _unread = [];
    private readonly Lock _gate = new();
    private readonly FileStream? _file;

    private Journal(FileStream? file) => _file = file;

    /// <summary>A journal that lasts as long as the process.</summary>
    public static Journal InMemory() => new(null);

    /// <summary>Opens or starts a file.</summary>
    /// <param name="path">The file; folders are made.</param>
    /// <param name="identity">What the run is; a file of another is refused.</param>
    /// <exception cref="OptimizerException">The file is another run's, or in use.</exception>
    public static Journal Open(string path, string identity)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Path.GetFullPath(path))!);
        var journal = new Journal(OpenFile(path));
        try
        {
            journal.Load(path, identity);
            return journal;
        }
        catch
        {
            journal.Dispose();
            throw;
        }
    }

    /// <summary>
    /// An answer of an earlier start, which the caller remembers from now on; null: there is none. What was asked twice is
    /// answered in that order.
    /// </summary>
    public FieldValues? Take(string key)
    {
        lock (_gate)
        {
            if (!_unread.TryGetValue(key, out var answers))
            {
                return null;
            }
            var first = answers.Dequeue();
            if (answers.Count == 0)
            {
                _unread.Remove(key);
            }
            return first;
        }
    }

    /// <summary>Adds an answer, which the caller remembers.</summary>
    public void Add(string key, FieldValues value)
    {
        lock (_gate)
        {
            Append(FieldValues.Of(("key", key), ("value", value)));
        }
    }

    public void Dispose() => _file?.Dispose();

    private static FileStream OpenFile(string path)
    {
        try
        {
            return new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);
        }
        catch (IOException error) when (File.Exists(path))
        {
            throw new OptimizerException($"{path} is in use: the same optimization seems to be running. {error.Message}", error);
        }
    }

    private void Load(string path, string identity)
    {
        using var reader = new StreamReader(_file!, Encoding.UTF8, leaveOpen: true);
        var text = reader.ReadToEnd();
        var whole = text[..(text.LastIndexOf('\n') + 1)];
        var lines = whole.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        _file!.SetLength(Encoding.UTF8.GetByteCount(whole));
        _file.Seek(0, SeekOrigin.End);
        if (lines.Length == 0)
        {
            Append(FieldValues.Of(("identity", identity)));
            return;
        }
        try
        {
            if (FieldValues.FromJson(lines[0]).String("identity") != identity)
            {
                throw new OptimizerException(
                    $"{path} was written by an optimization of other examples, texts or settings. Delete it, or name another.");
            }
            foreach (var line in lines.AsSpan(1))
            {
                var entry = FieldValues.FromJson(line);
                (_unread.TryGetValue(entry.String("key"), out var answers) ? answers : _unread[entry.String("key")] = new())
                    .Enqueue(entry.Record("value"));
            }
        }
        catch (Exception error) when (error is JsonException or FieldException or KeyNotFoundException)
        {
            throw new OptimizerException($"{path} is damaged: {error.Message} Delete it to start again.", error);
        }
    }

    private void Append(FieldValues line)
    {
        _file?.Write(Encoding.UTF8.GetBytes(line.ToJson() + "\n"));
        _file?.Flush();
    }
}
