using System.Buffers;
using System.Text.Json;

namespace LwCoder.Agents.Transcripts;

/// <summary>
/// The objects in a file that is one JSON array, or an object with such an array in it, one at a time and whatever its size. The
/// brackets are counted without looking at what is between them, so that an object that is broken inside costs only itself, and a
/// file that was cut only its last one.
/// </summary>
/// <param name="property">Where the array is when the file is an object.</param>
internal sealed class JsonArrayFile(string path, string property = "messages", int largest = JsonArrayFile.Largest)
{
    /// <summary>Pictures in a message are the largest there is.</summary>
    private const int Largest = 64 * 1024 * 1024;

    private const int FirstBuffer = 256 * 1024;

    /// <summary>What is in the place of the array; null when there is one.</summary>
    private string? _absence;

    /// <summary>Objects that were no JSON, too large or cut.</summary>
    public int Broken { get; private set; }

    /// <summary>Whether the array was closed where it should be, known at the end.</summary>
    public bool IsWhole { get; private set; }

    /// <summary>What is wrong with the file, known at the end; null for nothing.</summary>
    public string? Damage => (Broken, IsWhole) switch
    {
        (0, true) => null,
        _ when _absence is not null => _absence,
        (0, false) => "it ends before its list does",
        (var broken, true) => $"{broken} of its entries cannot be read",
        (var broken, false) => $"it is cut, and {broken} of its entries cannot be read",
    };

    /// <returns>Each object is valid until the next one is asked for.</returns>
    /// <exception cref="IOException">The file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">The file may not be read.</exception>
    public IEnumerable<JsonElement> Read()
    {
        using var file = new FileStream(path, new FileStreamOptions
        {
            Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0, Options = FileOptions.SequentialScan,
        });
        // Rented, since every file would leave one that is too large to be collected cheaply.
        var buffer = new RentedBuffer(FirstBuffer, largest);
        try
        {
            foreach (var item in Items(file, buffer))
            {
                using var document = LenientJson.Parse(item);
                if (document?.RootElement.ValueKind == JsonValueKind.Object)
                {
                    yield return document.RootElement;
                }
                else
                {
                    Broken++;
                }
            }
        }
        finally
        {
            buffer.Return();
        }
    }

    private IEnumerable<ReadOnlyMemory<byte>> Items(Stream stream, RentedBuffer buffer)
    {
        var scanner = new JsonArrayScanner(property);
        var (filled, scanned, start) = (0, 0, -1);
        int read;
        while ((read = stream.Read(buffer.Bytes, filled, buffer.Bytes.Length - filled)) > 0)
        {
            filled += read;
            while (scanned < filled)
            {
                var (kind, length) = scanner.Next(buffer.Bytes.AsSpan(scanned, filled - scanned));
                scanned += length;
                if (kind == JsonArrayStep.ItemStarts)
                {
                    start = scanned - 1;
                }
                else if (kind == JsonArrayStep.ItemEnds)
                {
                    if (start >= 0)
                    {
                        yield return buffer.Bytes.AsMemory(start, scanned - start);
                    }
                    start = -1;
                }
            }
            if (start < 0)
            {
                (filled, scanned) = (0, 0);
            }
            else if (start > 0)
            {
                buffer.Bytes.AsSpan(start, filled - start).CopyTo(buffer.Bytes);
                (filled, scanned, start) = (filled - start, scanned - start, 0);
            }
            if (filled == buffer.Bytes.Length && !buffer.TryGrow())
            {
                // Its end is still looked for, its content is not kept.
                Broken++;
                (filled, scanned, start) = (0, 0, -1);
            }
        }
        IsWhole = scanner.IsClosed;
        _absence = scanner.HasBegun ? null
            : scanner.IsInside ? "it is cut before its list begins"
            : stream.Position == 0 ? "it is empty"
            : $"there is no list of {property} in it";
        Broken += start >= 0 ? 1 : 0;
    }

    private sealed class RentedBuffer(int first, int largest)
    {
        public byte[] Bytes { get; private set; } = ArrayPool<byte>.Shared.Rent(first);

        /// <returns>False when it is as large as it may become.</returns>
        public bool TryGrow()
        {
            if (Bytes.Length >= largest)
            {
                return false;
            }
            var larger = ArrayPool<byte>.Shared.Rent((int)Math.Min(largest, 2L * Bytes.Length));
            Bytes.CopyTo(larger, 0);
            Return();
            Bytes = larger;
            return true;
        }

        public void Return() => ArrayPool<byte>.Shared.Return(Bytes);
    }
}
