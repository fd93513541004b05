using System.Formats.Tar;
using LwCoder.Platform.Processes;

namespace LwCoder.Sandboxes.Images;

/// <summary>What an image holds that a run needs on the host before the container starts.</summary>
/// <param name="Home">A tar of the home; the file may be empty when the image has no such folder.</param>
internal sealed record ImageHome(string Home, ImageAccounts Accounts);

/// <summary>
/// Takes the home and the accounts out of images. They are kept by image id, so that a warm start needs no docker call:
/// an id never changes its contents.
/// </summary>
internal sealed class ImageHomes(DockerCli docker, string cacheFolder)
{
    private string Root => Path.Combine(cacheFolder, "image-homes");

    /// <param name="known">The engine's images; what is kept of any other is removed when a new one is added.</param>
    public async Task<ImageHome> GetAsync(AgentImage image, string home, ImageList known, CancellationToken cancel)
    {
        var id = image.Id[(image.Id.IndexOf(':') + 1)..];
        var folder = Path.Combine(Root, id);
        if (!Directory.Exists(folder))
        {
            await TakeAsync(image, home, folder, cancel);
            Forget(known.Ids, id);
        }
        return new(Path.Combine(folder, "home.tar"), new(
            File.ReadAllText(Path.Combine(folder, "passwd")),
            File.ReadAllText(Path.Combine(folder, "group"))));
    }

    private async Task TakeAsync(AgentImage image, string home, string folder, CancellationToken cancel)
    {
        var unfinished = $"{folder}.{Guid.NewGuid():N}.tmp";
        Directory.CreateDirectory(unfinished);
        var container = $"lw-image-home-{Guid.NewGuid():N}";
        try
        {
            // Never started; it is the only way to read an image's files that every engine has.
            await docker.RunAsync(
                [
                    "create", "--name", container, "--label", $"{ContainerLabels.Run}=image-home",
                    "--label", $"{ContainerLabels.Owner}={ProcessIdentity.Current}", image.Name, "true",
                ],
                cancel);
            await CopyAsync($"{container}:{home}/.", Path.Combine(unfinished, "home.tar"), cancel);
            await CopyFileAsync($"{container}:/etc/passwd", Path.Combine(unfinished, "passwd"), cancel);
            await CopyFileAsync($"{container}:/etc/group", Path.Combine(unfinished, "group"), cancel);
            Directory.Move(unfinished, folder);
        }
        catch (IOException) when (Directory.Exists(folder))
        {
            // Another lw_coder took the same image's home at the same time. One is as good as the other.
            Directory.Delete(unfinished, recursive: true);
        }
        catch
        {
            Directory.Delete(unfinished, recursive: true);
            throw;
        }
        finally
        {
            await docker.TryAsync(DockerCli.Command(["rm", "--force", container]), CancellationToken.None);
        }
    }

    /// <summary>Copies as a tar. What the image does not have becomes an empty file.</summary>
    private async Task CopyAsync(string source, string target, CancellationToken cancel)
    {
        await using var file = File.Create(target);
        var copied = await docker.TryAsync(
            DockerCli.Command(["cp", "--follow-link", source, "-"]) with
            {
                ReadOutput = (output, stop) => output.CopyToAsync(file, stop),
            },
            cancel);
        if (copied.Succeeded)
        {
            return;
        }
        if (!copied.Error.Contains("ould not find", StringComparison.Ordinal)
            && !copied.Error.Contains("o such", StringComparison.Ordinal))
        {
            throw DockerFailure.Explain(copied.Error);
        }
        file.SetLength(0);
    }

    private async Task CopyFileAsync(string source, string target, CancellationToken cancel)
    {
        await CopyAsync(source, target + ".tar", cancel);
        await using (var archive = File.OpenRead(target + ".tar"))
        await using (var file = File.Create(target))
        {
            if (archive.Length > 0)
            {
                await using var tar = new TarReader(archive);
                if ((await tar.GetNextEntryAsync(cancellationToken: cancel))?.DataStream is { } content)
                {
                    await content.CopyToAsync(file, cancel);
                }
            }
        }
        File.Delete(target + ".tar");
    }

    private void Forget(IReadOnlySet<string> known, string kept)
    {
        foreach (var folder in Directory.EnumerateDirectories(Root))
        {
            var id = Path.GetFileName(folder);
            if (id != kept && !id.Contains('.') && !known.Contains(id))
            {
                Directory.Delete(folder, recursive: true);
            }
        }
    }
}
