using LwCoder.Platform.Files;

namespace LwCoder.Plans;

/// <summary>A valid plan file on disk, as it was when it was read.</summary>
internal sealed class PlanFile
{
    private const int MaxMegabytes = 64;

    private readonly PlanDocument _document;
    private readonly string _fileName;

    private PlanFile(PlanDocument document, string fileName)
    {
        _document = document;
        _fileName = fileName;
    }

    public Plan Plan => _document.Plan;

    /// <summary>The whole file, byte for byte.</summary>
    public byte[] ToBytes() => _document.Bytes.ToArray();

    /// <param name="workingDirectory">Messages name files below it by their relative path.</param>
    /// <exception cref="UserError">There is no such file, it cannot be read or is not a valid plan.</exception>
    public static PlanFile Read(string path, string workingDirectory)
    {
        var fullPath = Path.GetFullPath(path, workingDirectory);
        var fileName = PlanPath.Shown(fullPath, workingDirectory);
        return new PlanFile(PlanDocument.Parse(ReadBytes(fullPath, fileName), fullPath, fileName), fileName);
    }

    /// <summary>
    /// Changes the file on disk and nothing in it but these values. Its permissions stay, and a link to a plan stays
    /// a link: the file it leads to is changed.
    /// </summary>
    /// <returns>The plan as it now is.</returns>
    /// <exception cref="UserError">Somebody changed the file since it was read, or it cannot be written.</exception>
    public PlanFile Rewrite(PlanStatus? status = null, string? gitSha = null)
    {
        if (!ReadBytes(Plan.Path, _fileName).AsSpan().SequenceEqual(_document.Bytes))
        {
            throw new UserError(
                $"{_fileName} was changed by somebody else in the meantime, so lw_coder left it alone",
                "look at the change, then run the command again");
        }
        var changed = _document.With(status, gitSha);
        try
        {
            var file = PlanPath.FollowLinks(Plan.Path);
            AtomicFile.WriteBytes(file, changed.Bytes, OperatingSystem.IsWindows() ? null : File.GetUnixFileMode(file));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError(
                $"cannot write {_fileName}: {error.Message.TrimEnd('.')}",
                "make the file and its folder writable, and see that the disk is not full", cause: error);
        }
        return new PlanFile(changed, _fileName);
    }

    /// <summary>The bytes of a file that may be no valid plan.</summary>
    /// <exception cref="UserError">There is no such file, it cannot be read or is far too large.</exception>
    public static byte[] ReadBytes(string path) => ReadBytes(path, path);

    private static byte[] ReadBytes(string path, string fileName)
    {
        if (Directory.Exists(path))
        {
            throw new UserError($"{fileName} is a folder, not a plan file", "name a Markdown file in it");
        }
        try
        {
            return new FileInfo(PlanPath.FollowLinks(path)).Length switch
            {
                // Also what a pipe or a device says. Neither is opened, as reading could block or never end.
                0 => throw new UserError($"{fileName} is empty or not a regular file", "name a plan in a Markdown file"),
                > MaxMegabytes * 1024L * 1024 => throw new UserError(
                    $"{fileName} is larger than {MaxMegabytes} MB", "name a plan, or move data out of it"),
                _ => File.ReadAllBytes(path),
            };
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new UserError($"there is no plan file {fileName}", "check the path", cause: error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new UserError(
                $"cannot read {fileName}: {error.Message.TrimEnd('.')}", "make the file readable", cause: error);
        }
    }
}
