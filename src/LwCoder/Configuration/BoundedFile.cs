namespace LwCoder.Configuration;

/// <summary>Reads small files that somebody else may have written.</summary>
internal static class BoundedFile
{
    private const int LargestBytes = 1024 * 1024;

    /// <summary>The file's bytes, or null when there is none.</summary>
    /// <exception cref="UserError">It is too large or cannot be read.</exception>
    public static byte[]? Read(string path)
    {
        try
        {
            using var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
            if (file.Length > LargestBytes)
            {
                throw new UserError($"{path} is larger than 1 MB", "make it smaller", ExitCode.Environment);
            }
            var bytes = new byte[file.Length];
            return bytes[..file.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false)];
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            return null;
        }
        // NotSupported: it has no length because it is no file.
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or NotSupportedException)
        {
            throw new UserError(
                $"{path} cannot be read: {error.Message}", "make it a file that you may read", ExitCode.Environment, error);
        }
    }
}
