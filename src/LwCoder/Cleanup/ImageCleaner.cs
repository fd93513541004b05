using LwCoder.Sandboxes.Images;

namespace LwCoder.Cleanup;

/// <summary>Our images that no run will use: made for a repository that is gone, or replaced by a newer one.</summary>
internal sealed class ImageCleaner(OldImages images) : ICleaner
{
    public string Kind => "images";

    public bool IsDebris => false;

    public async Task<IReadOnlyList<Leftover>> FindAsync(CleanupScope scope, CancellationToken cancel) =>
    [
        .. from image in await images.FindAsync(cancel)
           select new Leftover(image.Name, image.Bytes, image.Why)
           {
               RemoveAsync = async stop =>
               {
                   await images.RemoveAsync(image, stop);
                   return [];
               },
           },
    ];
}
