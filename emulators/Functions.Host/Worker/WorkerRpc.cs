using Functions.Host.Worker.Rpc;
using Grpc.Core;

namespace Functions.Host.Worker;

/// <summary>Connects a worker's stream with the connection that waits for it.</summary>
internal sealed class WorkerRpc(WorkerSupervisor supervisor) : FunctionRpc.FunctionRpcBase
{
    public override async Task EventStream(
        IAsyncStreamReader<StreamingMessage> requestStream, IServerStreamWriter<StreamingMessage> responseStream, ServerCallContext context)
    {
        if (!await requestStream.MoveNext(context.CancellationToken)
            || requestStream.Current.StartStream is not { } start
            || supervisor.Find(start.WorkerId) is not { } connection)
        {
            throw new Grpc.Core.RpcException(new Status(StatusCode.FailedPrecondition, "The host isn't waiting for this worker."));
        }

        await connection.RunAsync(requestStream, responseStream, context.CancellationToken);
    }
}
