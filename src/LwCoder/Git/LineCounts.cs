using System.Buffers;
using System.Globalization;
using System.Text;

namespace LwCoder.Git;

/// <summary>How long files are at a commit, in lines, whatever their size: one git process, nothing kept.</summary>
internal sealed class LineCounts(GitCli git)
{
    private const byte LineEnd = (byte)'\n';

    /// <param name="paths">In the repository, with `/`. What is no file at that commit is not in the answer.</param>
    public async Task<IReadOnlyDictionary<string, int>> AtAsync(
        RepositoryFacts facts, string commit, IReadOnlyList<string> paths, CancellationToken cancel)
    {
        // A question is a line, so a name with a line break cannot be asked for.
        var asked = paths.Where(path => path.Length > 0 && path.IndexOfAny(['\n', '\r', '\0']) < 0).ToList();
        var counts = new Dictionary<string, int>(StringComparer.Ordinal);
        var call = new GitCall(facts.CommonDirectory, "cat-file", "--batch")
        {
            Input = string.Concat(asked.Select(path => $"{commit}:{path}\n")),
            ReadOutput = async (stream, stop) =>
            {
                await using var buffered = new BufferedStream(stream, 64 * 1024);
                foreach (var path in asked)
                {
                    if (await CountNextAsync(buffered, stop) is { } count)
                    {
                        counts[path] = count;
                    }
                }
                await buffered.CopyToAsync(Stream.Null, stop);
            },
        };
        await git.RunAsync(call, cancel);
        return counts;
    }

    /// <summary>Reads one answer: `id type size`, the content and a line end; or one line that ends with `missing`.</summary>
    private static async Task<int?> CountNextAsync(Stream answers, CancellationToken cancel)
    {
        var header = await ReadLineAsync(answers, cancel);
        if (header.Split(' ') is not [_, var type, var size]
            || !long.TryParse(size, NumberStyles.None, CultureInfo.InvariantCulture, out var rest))
        {
            return null;
        }
        var (count, last) = (0, LineEnd);
        var buffer = ArrayPool<byte>.Shared.Rent(64 * 1024);
        while (rest > 0)
        {
            var read = await answers.ReadAsync(buffer.AsMemory(0, (int)Math.Min(rest, buffer.Length)), cancel);
            if (read == 0)
            {
                break;
            }
            count += buffer.AsSpan(0, read).Count(LineEnd);
            last = buffer[read - 1];
            rest -= read;
        }
        ArrayPool<byte>.Shared.Return(buffer);
        await ReadLineAsync(answers, cancel);
        return type == "blob" ? count + (last == LineEnd ? 0 : 1) : null;
    }

    private static async Task<string> ReadLineAsync(Stream answers, CancellationToken cancel)
    {
        var line = new List<byte>();
        var one = new byte[1];
        while (await answers.ReadAsync(one, cancel) == 1 && one[0] != LineEnd)
        {
            line.Add(one[0]);
        }
        return Encoding.UTF8.GetString([.. line]);
    }
}
