"""The keys that the local Slack sends: of each answer by method, of each request to the app by kind."""

from __future__ import annotations

_TEXT = {
    "auth.test": """
        bot_id is_enterprise_install ok team team_id url user user_id
    """,
    "team.info": """
        ok team team.domain team.email_domain team.id team.name team.url
    """,
    "bots.info": """
        bot bot.app_id bot.deleted bot.id bot.name bot.updated bot.user_id ok
    """,
    "users.info": """
        ok user user.deleted user.id user.is_admin user.is_app_user user.is_bot user.is_owner
        user.is_primary_owner user.is_restricted user.is_ultra_restricted user.locale user.name user.profile
        user.profile.display_name user.profile.display_name_normalized user.profile.first_name
        user.profile.last_name user.profile.real_name user.profile.real_name_normalized user.profile.status_emoji
        user.profile.status_text user.profile.team user.profile.title user.real_name user.team_id user.tz
        user.tz_label user.tz_offset user.updated
    """,
    "users.list": """
        cache_ts members members[].deleted members[].id members[].is_admin members[].is_app_user members[].is_bot
        members[].is_owner members[].is_primary_owner members[].is_restricted members[].is_ultra_restricted
        members[].name members[].profile members[].profile.always_active members[].profile.api_app_id
        members[].profile.bot_id members[].profile.display_name members[].profile.display_name_normalized
        members[].profile.first_name members[].profile.last_name members[].profile.real_name
        members[].profile.real_name_normalized members[].profile.status_emoji members[].profile.status_text
        members[].profile.team members[].profile.title members[].real_name members[].team_id members[].tz
        members[].tz_label members[].tz_offset members[].updated ok response_metadata
        response_metadata.next_cursor
    """,
    "conversations.info": """
        channel channel.context_team_id channel.created channel.creator channel.id channel.is_archived
        channel.is_channel channel.is_ext_shared channel.is_general channel.is_group channel.is_im
        channel.is_member channel.is_mpim channel.is_org_shared channel.is_private channel.is_shared channel.name
        channel.name_normalized channel.num_members channel.purpose channel.purpose.creator
        channel.purpose.last_set channel.purpose.value channel.topic channel.topic.creator channel.topic.last_set
        channel.topic.value ok
    """,
    "conversations.open": """
        channel channel.context_team_id channel.created channel.id channel.is_archived channel.is_im
        channel.is_org_shared channel.user ok
    """,
    "conversations.list": """
        channels channels[].context_team_id channels[].created channels[].creator channels[].id
        channels[].is_archived channels[].is_channel channels[].is_ext_shared channels[].is_general
        channels[].is_group channels[].is_im channels[].is_member channels[].is_mpim channels[].is_org_shared
        channels[].is_private channels[].is_shared channels[].is_user_deleted channels[].name
        channels[].name_normalized channels[].num_members channels[].purpose channels[].purpose.creator
        channels[].purpose.last_set channels[].purpose.value channels[].topic channels[].topic.creator
        channels[].topic.last_set channels[].topic.value channels[].user ok response_metadata
        response_metadata.next_cursor
    """,
    "conversations.members": """
        members ok response_metadata response_metadata.next_cursor
    """,
    "chat.postMessage": """
        channel message message.app_id message.blocks message.bot_id message.bot_profile
        message.bot_profile.app_id message.bot_profile.deleted message.bot_profile.id message.bot_profile.name
        message.bot_profile.team_id message.bot_profile.updated message.metadata message.metadata.event_payload
        message.metadata.event_type message.parent_user_id message.team message.text message.thread_ts message.ts
        message.type message.user ok ts
    """,
    "chat.update": """
        channel message message.app_id message.blocks message.bot_id message.bot_profile
        message.bot_profile.app_id message.bot_profile.deleted message.bot_profile.id message.bot_profile.name
        message.bot_profile.team_id message.bot_profile.updated message.edited message.edited.ts
        message.edited.user message.metadata message.metadata.event_payload message.metadata.event_type
        message.team message.text message.type message.user ok text ts
    """,
    "chat.getPermalink": """
        channel ok permalink
    """,
    "chat.postEphemeral": """
        message_ts ok
    """,
    "reactions.add": """
        ok
    """,
    "conversations.history": """
        has_more messages messages[].app_id messages[].blocks messages[].bot_id messages[].bot_profile
        messages[].bot_profile.app_id messages[].bot_profile.deleted messages[].bot_profile.id
        messages[].bot_profile.name messages[].bot_profile.team_id messages[].bot_profile.updated
        messages[].edited messages[].edited.ts messages[].edited.user messages[].is_locked
        messages[].latest_reply messages[].metadata messages[].metadata.event_payload
        messages[].metadata.event_type messages[].reactions messages[].reactions[].count
        messages[].reactions[].name messages[].reactions[].users messages[].reply_count messages[].reply_users
        messages[].reply_users_count messages[].subscribed messages[].team messages[].text messages[].thread_ts
        messages[].ts messages[].type messages[].user ok
    """,
    "conversations.replies": """
        has_more messages messages[].app_id messages[].blocks messages[].bot_id messages[].bot_profile
        messages[].bot_profile.app_id messages[].bot_profile.deleted messages[].bot_profile.id
        messages[].bot_profile.name messages[].bot_profile.team_id messages[].bot_profile.updated
        messages[].edited messages[].edited.ts messages[].edited.user messages[].is_locked
        messages[].latest_reply messages[].parent_user_id messages[].reactions messages[].reactions[].count
        messages[].reactions[].name messages[].reactions[].users messages[].reply_count messages[].reply_users
        messages[].reply_users_count messages[].subscribed messages[].team messages[].text messages[].thread_ts
        messages[].ts messages[].type messages[].user ok
    """,
    "views.open": """
        ok view view.app_id view.app_installed_team_id view.blocks view.bot_id view.callback_id
        view.clear_on_close view.close view.external_id view.hash view.id view.notify_on_close
        view.previous_view_id view.private_metadata view.root_view_id view.state view.submit view.submit.text
        view.submit.type view.submit_disabled view.team_id view.title view.title.text view.title.type view.type
    """,
    "views.push": """
        ok view view.app_id view.app_installed_team_id view.blocks view.bot_id view.callback_id
        view.clear_on_close view.close view.external_id view.hash view.id view.notify_on_close
        view.previous_view_id view.private_metadata view.root_view_id view.state view.submit view.submit.text
        view.submit.type view.submit_disabled view.team_id view.title view.title.text view.title.type view.type
    """,
    "views.update": """
        ok view view.app_id view.app_installed_team_id view.blocks view.bot_id view.callback_id
        view.clear_on_close view.close view.external_id view.hash view.id view.notify_on_close
        view.previous_view_id view.private_metadata view.root_view_id view.state view.submit view.submit.text
        view.submit.type view.submit_disabled view.team_id view.title view.title.text view.title.type view.type
    """,
    "views.publish": """
        ok view view.app_id view.app_installed_team_id view.blocks view.bot_id view.callback_id
        view.clear_on_close view.close view.external_id view.hash view.id view.notify_on_close
        view.previous_view_id view.private_metadata view.root_view_id view.state view.submit view.submit_disabled
        view.team_id view.title view.type
    """,
    "chat.delete": """
        channel ok ts
    """,
    "files.getUploadURLExternal": """
        file_id ok upload_url
    """,
    "files.completeUploadExternal": """
        files files[].alt_txt files[].created files[].display_as_bot files[].editable files[].external_type
        files[].file_access files[].filetype files[].id files[].is_external files[].is_public files[].mimetype
        files[].mode files[].name files[].permalink files[].pretty_type files[].public_url_shared files[].size
        files[].timestamp files[].title files[].url_private files[].url_private_download files[].user
        files[].user_team files[].username ok
    """,
    "file_share": """
        api_app_id authorizations authorizations[].enterprise_id authorizations[].is_bot
        authorizations[].is_enterprise_install authorizations[].team_id authorizations[].user_id event
        event.blocks event.channel event.channel_type event.event_ts event.files event.files[].alt_txt
        event.files[].created event.files[].display_as_bot event.files[].editable event.files[].external_type
        event.files[].file_access event.files[].filetype event.files[].id event.files[].is_external
        event.files[].is_public event.files[].mimetype event.files[].mode event.files[].name
        event.files[].permalink event.files[].pretty_type event.files[].public_url_shared event.files[].size
        event.files[].timestamp event.files[].title event.files[].url_private event.files[].url_private_download
        event.files[].user event.files[].user_team event.files[].username event.parent_user_id event.subtype
        event.text event.thread_ts event.ts event.type event.upload event.user event_context event_id event_time
        is_ext_shared_channel team_id token type
    """,
    "message": """
        api_app_id authorizations authorizations[].enterprise_id authorizations[].is_bot
        authorizations[].is_enterprise_install authorizations[].team_id authorizations[].user_id event
        event.blocks event.channel event.channel_type event.client_msg_id event.event_ts event.team event.text
        event.ts event.type event.user event_context event_id event_time is_ext_shared_channel team_id token type
    """,
    "reply": """
        api_app_id authorizations authorizations[].enterprise_id authorizations[].is_bot
        authorizations[].is_enterprise_install authorizations[].team_id authorizations[].user_id event
        event.blocks event.channel event.channel_type event.client_msg_id event.event_ts event.parent_user_id
        event.team event.text event.thread_ts event.ts event.type event.user event_context event_id event_time
        is_ext_shared_channel team_id token type
    """,
    "own message": """
        api_app_id authorizations authorizations[].enterprise_id authorizations[].is_bot
        authorizations[].is_enterprise_install authorizations[].team_id authorizations[].user_id event
        event.blocks event.bot_id event.bot_profile event.bot_profile.app_id event.bot_profile.deleted
        event.bot_profile.id event.bot_profile.name event.bot_profile.team_id event.bot_profile.updated
        event.channel event.channel_type event.event_ts event.parent_user_id event.team event.text
        event.thread_ts event.ts event.type event.user event_context event_id event_time is_ext_shared_channel
        team_id token type
    """,
    "slash": """
        api_app_id channel_id channel_name command is_enterprise_install response_url team_domain team_id text
        token trigger_id user_id user_name
    """,
    "view_submission": """
        api_app_id enterprise is_enterprise_install team team.domain team.id token trigger_id type user user.id
        user.name user.team_id user.username view view.app_id view.app_installed_team_id view.bot_id
        view.callback_id view.clear_on_close view.close view.external_id view.hash view.id view.notify_on_close
        view.previous_view_id view.private_metadata view.root_view_id view.state view.submit view.submit.text
        view.submit.type view.submit_disabled view.team_id view.title view.title.text view.title.type view.type
    """,
    "view_closed": """
        api_app_id enterprise is_cleared is_enterprise_install team team.domain team.id token type user user.id
        user.name user.team_id user.username view view.app_id view.app_installed_team_id view.bot_id
        view.callback_id view.clear_on_close view.close view.external_id view.hash view.id view.notify_on_close
        view.previous_view_id view.private_metadata view.root_view_id view.state view.submit view.submit.text
        view.submit.type view.submit_disabled view.team_id view.title view.title.text view.title.type view.type
    """,
    "button": """
        actions actions[].action_id actions[].action_ts actions[].block_id actions[].style actions[].text
        actions[].text.emoji actions[].text.text actions[].text.type actions[].type actions[].value api_app_id
        channel channel.id channel.name container container.channel_id container.is_ephemeral
        container.message_ts container.thread_ts container.type enterprise is_enterprise_install message
        message.app_id message.blocks message.bot_id message.bot_profile message.bot_profile.app_id
        message.bot_profile.deleted message.bot_profile.id message.bot_profile.name message.bot_profile.team_id
        message.bot_profile.updated message.parent_user_id message.team message.text message.thread_ts message.ts
        message.type message.user response_url state team team.domain team.id token trigger_id type user user.id
        user.name user.team_id user.username
    """,
    "static_select": """
        actions actions[].action_id actions[].action_ts actions[].block_id actions[].selected_option
        actions[].selected_option.text actions[].selected_option.text.text actions[].selected_option.text.type
        actions[].selected_option.value actions[].type api_app_id channel channel.id channel.name container
        container.channel_id container.is_ephemeral container.message_ts container.thread_ts container.type
        enterprise is_enterprise_install message message.app_id message.blocks message.bot_id message.bot_profile
        message.bot_profile.app_id message.bot_profile.deleted message.bot_profile.id message.bot_profile.name
        message.bot_profile.team_id message.bot_profile.updated message.parent_user_id message.team message.text
        message.thread_ts message.ts message.type message.user response_url state team team.domain team.id token
        trigger_id type user user.id user.name user.team_id user.username
    """,
    "message_changed": """
        api_app_id authorizations authorizations[].enterprise_id authorizations[].is_bot
        authorizations[].is_enterprise_install authorizations[].team_id authorizations[].user_id event
        event.channel event.channel_type event.event_ts event.hidden event.message event.message.blocks
        event.message.bot_id event.message.bot_profile event.message.bot_profile.app_id
        event.message.bot_profile.deleted event.message.bot_profile.id event.message.bot_profile.name
        event.message.bot_profile.team_id event.message.bot_profile.updated event.message.edited
        event.message.edited.ts event.message.edited.user event.message.parent_user_id event.message.team
        event.message.text event.message.thread_ts event.message.ts event.message.type event.message.user
        event.previous_message event.previous_message.blocks event.previous_message.bot_id
        event.previous_message.bot_profile event.previous_message.bot_profile.app_id
        event.previous_message.bot_profile.deleted event.previous_message.bot_profile.id
        event.previous_message.bot_profile.name event.previous_message.bot_profile.team_id
        event.previous_message.bot_profile.updated event.previous_message.parent_user_id
        event.previous_message.team event.previous_message.text event.previous_message.thread_ts
        event.previous_message.ts event.previous_message.type event.previous_message.user event.subtype event.ts
        event.type event_context event_id event_time is_ext_shared_channel team_id token type
    """,
    "message_deleted": """
        api_app_id authorizations authorizations[].enterprise_id authorizations[].is_bot
        authorizations[].is_enterprise_install authorizations[].team_id authorizations[].user_id event
        event.channel event.channel_type event.deleted_ts event.event_ts event.hidden event.previous_message
        event.previous_message.blocks event.previous_message.bot_id event.previous_message.bot_profile
        event.previous_message.bot_profile.app_id event.previous_message.bot_profile.deleted
        event.previous_message.bot_profile.id event.previous_message.bot_profile.name
        event.previous_message.bot_profile.team_id event.previous_message.bot_profile.updated
        event.previous_message.edited event.previous_message.edited.ts event.previous_message.edited.user
        event.previous_message.parent_user_id event.previous_message.team event.previous_message.text
        event.previous_message.thread_ts event.previous_message.ts event.previous_message.type
        event.previous_message.user event.subtype event.ts event.type event_context event_id event_time
        is_ext_shared_channel team_id token type
    """,
    "app_home_opened": """
        api_app_id authorizations authorizations[].enterprise_id authorizations[].is_bot
        authorizations[].is_enterprise_install authorizations[].team_id authorizations[].user_id event
        event.channel event.event_ts event.tab event.type event.user event.view event.view.app_id
        event.view.app_installed_team_id event.view.bot_id event.view.callback_id event.view.clear_on_close
        event.view.close event.view.external_id event.view.hash event.view.id event.view.notify_on_close
        event.view.previous_view_id event.view.private_metadata event.view.root_view_id event.view.state
        event.view.submit event.view.submit_disabled event.view.team_id event.view.title event.view.type
        event_context event_id event_time is_ext_shared_channel team_id token type
    """,
    "member_joined_channel": """
        api_app_id authorizations authorizations[].enterprise_id authorizations[].is_bot
        authorizations[].is_enterprise_install authorizations[].team_id authorizations[].user_id event
        event.channel event.channel_type event.event_ts event.team event.type event.user event_context event_id
        event_time is_ext_shared_channel team_id token type
    """,
}

PATHS: dict[str, set[str]] = {name: set(text.split()) for name, text in _TEXT.items()}
