using System.Text;
using LwCoder.Platform.Files;

namespace LwCoder.Sandboxes;

/// <summary>
/// Secrets on their way into a container: a file for `docker run --env-file` that only we can read and that is gone
/// when the sandbox is disposed of. Docker reads it line by line, so a value that is no line travels in the docker
/// client's own environment instead.
/// </summary>
internal sealed class EnvironmentFile : IDisposable
{
    /// <summary>After a `kill -9` the file is left in the run directory; whoever sweeps runs removes it by this name.</summary>
    public const string Name = "container.env";

    /// <summary>Docker's line reader gives up at 64 KiB.</summary>
    private const int LongestLine = 60_000;

    private EnvironmentFile(string? path, IReadOnlyDictionary<string, string?> passed)
    {
        Path = path;
        Passed = passed;
    }

    /// <summary>Null when no value fits a line.</summary>
    public string? Path { get; }

    /// <summary>For `--env NAME` and the environment of the docker client.</summary>
    public IReadOnlyDictionary<string, string?> Passed { get; }

    public static EnvironmentFile Write(string folder, IReadOnlyDictionary<string, string> variables)
    {
        var path = System.IO.Path.Combine(folder, Name);
        var lines = new StringBuilder();
        var passed = new Dictionary<string, string?>();
        foreach (var name in variables.Keys.Order(StringComparer.Ordinal))
        {
            if (FitsLine(name, variables[name]))
            {
                lines.Append(name).Append('=').Append(variables[name]).Append('\n');
            }
            else
            {
                passed[name] = variables[name];
            }
        }
        File.Delete(path);
        if (lines.Length == 0)
        {
            return new(null, passed);
        }
        using var file = AtomicFile.Create(path, OwnerOnly.File);
        file.Write(Encoding.UTF8.GetBytes(lines.ToString()));
        return new(path, passed);
    }

    public void Dispose()
    {
        if (Path is not null)
        {
            File.Delete(Path);
        }
    }

    internal static bool FitsLine(string name, string value) =>
        !value.AsSpan().ContainsAny('\n', '\r')
        && name.Length > 0 && name[0] != '#' && !name.Any(char.IsWhiteSpace)
        && Encoding.UTF8.GetByteCount(name) + Encoding.UTF8.GetByteCount(value) < LongestLine;
}
