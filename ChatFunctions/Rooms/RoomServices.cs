using ChatFunctions.Rooms.Direct;
using ChatFunctions.Rooms.Invitations;
using ChatFunctions.Rooms.Members;
using FluentValidation;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace ChatFunctions.Rooms;

internal static class RoomServices
{
    public static IServiceCollection AddRooms(this IServiceCollection services, IConfiguration configuration) => services
        .AddSingleton<Admission>()
        .AddSingleton<RoomService>()
        .AddSingleton<RoomDeletion>()
        .AddSingleton<RoomSummaries>()
        .AddSingleton<RoomList>()
        .AddSingleton<PublicRooms>()
        .AddSingleton<MemberService>()
        .AddSingleton<MemberNames>()
        .AddSingleton<DirectRooms>()
        .AddSingleton<ReceivedMessages>()
        .AddSingleton<Inbox>()
        .AddSingleton<InvitationService>()
        .AddSingleton<IValidator<CreateRoomRequest>, CreateRoomValidator>()
        .AddSingleton<IValidator<RenameRoomRequest>, RenameRoomValidator>()
        .AddSingleton<IValidator<PutMemberRequest>, PutMemberValidator>()
        .AddSingleton<IValidator<CreateInvitationRequest>, CreateInvitationValidator>()
        .Configure<InvitationOptions>(configuration.GetSection("Chat"));
}
