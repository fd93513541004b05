namespace LwCoder.Commands.Doctor;

/// <param name="Offline">Ask nobody on the network.</param>
internal sealed record DoctorOptions(bool Fix, bool Json, bool Offline);
