using System.Text;

namespace LwCoder.Platform.Files;

/// <summary>Lines as git counts them: they end at `\n` only, and a `\r` belongs to its line.</summary>
internal static class TextLines
{
    /// <returns>Without the `\n`; nothing for what follows the last one if that is empty.</returns>
    public static IEnumerable<string> Read(TextReader text)
    {
        var buffer = new char[16 * 1024];
        var line = new StringBuilder();
        for (int read; (read = text.Read(buffer)) > 0;)
        {
            var start = 0;
            for (int end; (end = Array.IndexOf(buffer, '\n', start, read - start)) >= 0; start = end + 1)
            {
                yield return line.Append(buffer, start, end - start).ToString();
                line.Clear();
            }
            line.Append(buffer, start, read - start);
        }
        if (line.Length > 0)
        {
            yield return line.ToString();
        }
    }
}
