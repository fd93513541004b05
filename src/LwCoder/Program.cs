using var services = new LwCoder.Services();
return await LwCoder.Cli.RunAsync(args, services);
