namespace LwCoder.Commands.Code;

internal sealed class CodeHandler
{
    public Task<int> RunAsync(CodeOptions options, CancellationToken cancel) => throw new NotImplementedException();
}
