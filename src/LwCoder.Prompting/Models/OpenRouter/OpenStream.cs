namespace LwCoder.Prompting.Models.OpenRouter;

/// <summary>The lines of a streamed answer, with a limit on silence.</summary>
internal sealed class OpenStream(HttpResponseMessage answer, StreamReader lines, Deadline deadline) : IDisposable
{
    /// <summary>The next line; null at the end.</summary>
    /// <exception cref="ModelException">Silence, or a broken connection.</exception>
    public async Task<string?> ReadLineAsync()
    {
        try
        {
            var line = await lines.ReadLineAsync(deadline.Token).ConfigureAwait(false);
            // Only events count: a server's keep-alive comments would hold a stream open for ever.
            if (line?.StartsWith("data:", StringComparison.Ordinal) is true)
            {
                deadline.Extend();
            }
            return line;
        }
        catch (Exception error) when (deadline.Translate(error) is { } translated)
        {
            throw translated;
        }
    }

    public void Dispose()
    {
        lines.Dispose();
        answer.Dispose();
        deadline.Dispose();
    }
}
