using LwCoder.Recording.Import;

namespace LwCoder.Tests.Recording.Import;

internal sealed class Quiet : IImportProgress
{
    public void Begin(int units, long bytes)
    {
    }

    public void Advance(long bytes)
    {
    }

    public void Complain(ImportProblem problem)
    {
    }

    public void End()
    {
    }
}
