return await LwCoder.Cli.RunAsync(args, new LwCoder.Services());
