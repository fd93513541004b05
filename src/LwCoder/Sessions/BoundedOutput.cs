namespace LwCoder.Sessions;

/// <summary>
/// The beginning and the end of a stream. However much comes, no more than <paramref name="limit"/> bytes are kept.
/// </summary>
/// <param name="tap">Gets all of it, while it flows.</param>
internal sealed class BoundedOutput(int limit, LineTap? tap = null)
{
    private readonly Lock _lock = new();
    private readonly byte[] _head = new byte[limit / 2];
    private readonly byte[] _tail = new byte[limit - (limit / 2)];
    private int _headLength;
    private long _afterHead;

    /// <summary>Reads to the end, so that nothing is lost of a child that is ended because it took too long.</summary>
    public async Task ReadAsync(Stream stream)
    {
        var buffer = new byte[16 * 1024];
        int read;
        while ((read = await stream.ReadAsync(buffer)) > 0)
        {
            lock (_lock)
            {
                Add(buffer.AsSpan(0, read));
            }
            tap?.Add(buffer.AsSpan(0, read));
        }
        tap?.End();
    }

    /// <returns>What was kept, and how many bytes were left out between its halves.</returns>
    public (byte[] Kept, long Omitted) Take()
    {
        lock (_lock)
        {
            var tail = (int)Math.Min(_afterHead, _tail.Length);
            var start = _afterHead <= _tail.Length ? 0 : (int)(_afterHead % _tail.Length);
            return (
                [.. _head.AsSpan(0, _headLength), .. _tail.AsSpan(start, tail - start), .. _tail.AsSpan(0, start)],
                _afterHead - tail);
        }
    }

    private void Add(ReadOnlySpan<byte> bytes)
    {
        var first = Math.Min(bytes.Length, _head.Length - _headLength);
        bytes[..first].CopyTo(_head.AsSpan(_headLength));
        _headLength += first;
        foreach (var value in bytes[first..])
        {
            _tail[_afterHead++ % _tail.Length] = value;
        }
    }
}
