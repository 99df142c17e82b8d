CREATE FUNCTION public.article_keeps_its_address() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (NEW.slug IS DISTINCT FROM OLD.slug) AND EXISTS (SELECT 1 FROM articles_version v WHERE v.article_id = OLD.id AND v.published_at IS NOT NULL) THEN RAISE EXCEPTION 'a published article keeps its address' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.articles_article_never_replaced() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM articles_article r WHERE r.id = NEW.id) THEN RAISE EXCEPTION 'a published article keeps its address' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.articles_change_frozen_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (SELECT v.published_at FROM articles_version v WHERE v.id = OLD.version_id FOR SHARE) IS NOT NULL THEN RAISE EXCEPTION 'a published version never changes' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.articles_change_frozen_insert() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (SELECT v.published_at FROM articles_version v WHERE v.id = NEW.version_id FOR SHARE) IS NOT NULL THEN RAISE EXCEPTION 'a published version never changes' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.articles_change_frozen_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (SELECT v.published_at FROM articles_version v WHERE v.id = OLD.version_id FOR SHARE) IS NOT NULL OR (SELECT v.published_at FROM articles_version v WHERE v.id = NEW.version_id FOR SHARE) IS NOT NULL THEN RAISE EXCEPTION 'a published version never changes' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.articles_descent_frozen_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (SELECT v.published_at FROM articles_version v WHERE v.id = OLD.version_id FOR SHARE) IS NOT NULL THEN RAISE EXCEPTION 'a published version never changes' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.articles_descent_frozen_insert() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (SELECT v.published_at FROM articles_version v WHERE v.id = NEW.version_id FOR SHARE) IS NOT NULL THEN RAISE EXCEPTION 'a published version never changes' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.articles_descent_frozen_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (SELECT v.published_at FROM articles_version v WHERE v.id = OLD.version_id FOR SHARE) IS NOT NULL OR (SELECT v.published_at FROM articles_version v WHERE v.id = NEW.version_id FOR SHARE) IS NOT NULL THEN RAISE EXCEPTION 'a published version never changes' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.articles_placement_frozen_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (SELECT v.published_at FROM articles_version v WHERE v.id = OLD.version_id FOR SHARE) IS NOT NULL THEN RAISE EXCEPTION 'a published version never changes' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.articles_placement_frozen_insert() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (SELECT v.published_at FROM articles_version v WHERE v.id = NEW.version_id FOR SHARE) IS NOT NULL THEN RAISE EXCEPTION 'a published version never changes' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.articles_placement_frozen_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (SELECT v.published_at FROM articles_version v WHERE v.id = OLD.version_id FOR SHARE) IS NOT NULL OR (SELECT v.published_at FROM articles_version v WHERE v.id = NEW.version_id FOR SHARE) IS NOT NULL THEN RAISE EXCEPTION 'a published version never changes' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.comment_keeps_its_version() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (NEW.article_id IS DISTINCT FROM OLD.article_id OR NEW.version_id IS DISTINCT FROM OLD.version_id OR NEW.root_id IS DISTINCT FROM OLD.root_id OR NEW.in_reply_to_id IS DISTINCT FROM OLD.in_reply_to_id) THEN RAISE EXCEPTION 'a comment keeps the version it was made on' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.comment_stays_in_its_article() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF NEW.article_id <> (SELECT v.article_id FROM articles_version v WHERE v.id = NEW.version_id) OR NEW.root_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM comments_comment r WHERE r.id = NEW.root_id AND r.root_id IS NULL AND r.article_id = NEW.article_id) OR NEW.in_reply_to_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM comments_comment p WHERE p.id = NEW.in_reply_to_id AND (p.id = NEW.root_id OR p.root_id = NEW.root_id)) THEN RAISE EXCEPTION 'a comment belongs to one article' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.comments_comment_never_replaced() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM comments_comment r WHERE r.id = NEW.id) THEN RAISE EXCEPTION 'a comment keeps the version it was made on' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.correction_frozen_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF OLD.id IS NOT NULL THEN RAISE EXCEPTION 'a correction stands; add another' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.correction_frozen_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (NEW.version_id IS DISTINCT FROM OLD.version_id OR NEW.revision IS DISTINCT FROM OLD.revision OR NEW.body IS DISTINCT FROM OLD.body OR NEW.cover_alt IS DISTINCT FROM OLD.cover_alt OR NEW.reason IS DISTINCT FROM OLD.reason OR NEW.digest IS DISTINCT FROM OLD.digest OR NEW.created_at IS DISTINCT FROM OLD.created_at) THEN RAISE EXCEPTION 'a correction stands; add another' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.correction_of_what_is_published() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (SELECT v.published_at FROM articles_version v WHERE v.id = NEW.version_id) IS NULL THEN RAISE EXCEPTION 'only what is published is corrected' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.role_keeps_its_slug() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF (NEW.slug IS DISTINCT FROM OLD.slug OR NEW.kind IS DISTINCT FROM OLD.kind) THEN RAISE EXCEPTION 'a role keeps its slug and kind for ever' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.roles_role_never_replaced() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF EXISTS (SELECT 1 FROM roles_role r WHERE r.id = NEW.id) THEN RAISE EXCEPTION 'a role keeps its slug and kind for ever' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.version_frozen_date() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF OLD.published_at IS NOT NULL AND (NEW.published_at IS DISTINCT FROM OLD.published_at OR NEW.digest IS DISTINCT FROM OLD.digest) AND NOT (NEW.published_at IS NULL AND NEW.digest = '' AND OLD.published_at > clock_timestamp()) THEN RAISE EXCEPTION 'a published version never changes' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.version_frozen_delete() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF OLD.published_at IS NOT NULL THEN RAISE EXCEPTION 'a published version never changes' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.version_frozen_source() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF OLD.published_at IS NOT NULL AND (NEW.article_id IS DISTINCT FROM OLD.article_id OR NEW.predecessor_id IS DISTINCT FROM OLD.predecessor_id OR NEW.major IS DISTINCT FROM OLD.major OR NEW.minor IS DISTINCT FROM OLD.minor OR NEW.title IS DISTINCT FROM OLD.title OR NEW.teaser IS DISTINCT FROM OLD.teaser OR NEW.body IS DISTINCT FROM OLD.body OR NEW.cover IS DISTINCT FROM OLD.cover OR NEW.cover_alt IS DISTINCT FROM OLD.cover_alt OR NEW.cover_caption IS DISTINCT FROM OLD.cover_caption OR NEW.cover_focus_x IS DISTINCT FROM OLD.cover_focus_x OR NEW.cover_focus_y IS DISTINCT FROM OLD.cover_focus_y OR NEW.line_start IS DISTINCT FROM OLD.line_start OR NEW.line_end IS DISTINCT FROM OLD.line_end) THEN RAISE EXCEPTION 'a published version never changes' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.version_frozen_withdrawal() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF OLD.withdrawn_at IS NOT NULL AND (NEW.withdrawn_at IS DISTINCT FROM OLD.withdrawn_at OR NEW.withdrawal_reason IS DISTINCT FROM OLD.withdrawal_reason) THEN RAISE EXCEPTION 'a withdrawal stands' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.version_number_rises() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF OLD.published_at IS NULL AND NEW.published_at IS NOT NULL AND EXISTS (SELECT 1 FROM articles_version v WHERE v.article_id = NEW.article_id AND v.id <> NEW.id AND v.published_at IS NOT NULL AND (v.major > NEW.major OR (v.major = NEW.major AND v.minor >= NEW.minor))) THEN RAISE EXCEPTION 'numbers only rise within an article' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$;
CREATE FUNCTION public.version_number_rises_insert() RETURNS trigger
    LANGUAGE plpgsql
    AS $$ BEGIN IF NEW.published_at IS NOT NULL AND EXISTS (SELECT 1 FROM articles_version v WHERE v.article_id = NEW.article_id AND v.id <> NEW.id AND v.published_at IS NOT NULL AND (v.major > NEW.major OR (v.major = NEW.major AND v.minor >= NEW.minor))) THEN RAISE EXCEPTION 'numbers only rise within an article' USING ERRCODE = 'integrity_constraint_violation'; END IF; IF TG_OP = 'DELETE' THEN RETURN OLD; END IF; RETURN NEW; END $$;
CREATE TABLE public.account_emailaddress (
    id integer NOT NULL,
    email character varying(254) NOT NULL,
    verified boolean NOT NULL,
    "primary" boolean NOT NULL,
    user_id bigint NOT NULL
);
ALTER TABLE public.account_emailaddress ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailaddress_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.account_emailconfirmation (
    id integer NOT NULL,
    created timestamp with time zone NOT NULL,
    sent timestamp with time zone,
    key character varying(64) NOT NULL,
    email_address_id integer NOT NULL
);
ALTER TABLE public.account_emailconfirmation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.account_emailconfirmation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_user (
    id bigint NOT NULL,
    password character varying(128) NOT NULL,
    last_login timestamp with time zone,
    is_superuser boolean NOT NULL,
    username character varying(150) NOT NULL,
    is_staff boolean NOT NULL,
    is_active boolean NOT NULL,
    date_joined timestamp with time zone NOT NULL,
    email character varying(254) NOT NULL,
    name character varying(60) NOT NULL,
    headline character varying(120) NOT NULL,
    bio text NOT NULL,
    bio_html text NOT NULL
);
CREATE TABLE public.accounts_user_groups (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    group_id integer NOT NULL
);
ALTER TABLE public.accounts_user_groups ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_user_groups_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.accounts_user ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_user_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.accounts_user_user_permissions (
    id bigint NOT NULL,
    user_id bigint NOT NULL,
    permission_id integer NOT NULL
);
ALTER TABLE public.accounts_user_user_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.accounts_user_user_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_article (
    id bigint NOT NULL,
    slug character varying(80) NOT NULL,
    title character varying(120) NOT NULL,
    comment_count integer NOT NULL,
    author_id bigint NOT NULL,
    CONSTRAINT articles_article_comment_count_check CHECK ((comment_count >= 0))
);
ALTER TABLE public.articles_article ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_article_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_change (
    id bigint NOT NULL,
    "position" smallint NOT NULL,
    text character varying(300) NOT NULL,
    version_id bigint NOT NULL,
    CONSTRAINT articles_change_position_check CHECK (("position" >= 0))
);
ALTER TABLE public.articles_change ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_change_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_correction (
    id bigint NOT NULL,
    body text NOT NULL,
    body_html text NOT NULL,
    cover_alt character varying(300) NOT NULL,
    revision smallint NOT NULL,
    reason character varying(300) NOT NULL,
    digest character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    version_id bigint NOT NULL,
    CONSTRAINT articles_correction_revision_check CHECK ((revision >= 0)),
    CONSTRAINT correction_has_reason CHECK (((revision >= 2) AND (NOT ((reason)::text = ''::text))))
);
ALTER TABLE public.articles_correction ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_correction_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_descent (
    id bigint NOT NULL,
    ancestor_id bigint,
    descendant_id bigint,
    version_id bigint NOT NULL,
    CONSTRAINT descent_has_an_end CHECK (((NOT (ancestor_id IS NULL)) OR (NOT (descendant_id IS NULL)))),
    CONSTRAINT descent_is_between_two_roles CHECK ((NOT ((ancestor_id = descendant_id) AND (ancestor_id IS NOT NULL) AND (descendant_id IS NOT NULL))))
);
ALTER TABLE public.articles_descent ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_descent_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_placement (
    id bigint NOT NULL,
    name character varying(80) NOT NULL,
    start smallint NOT NULL,
    "end" smallint NOT NULL,
    summary character varying(300) NOT NULL,
    role_id bigint NOT NULL,
    version_id bigint NOT NULL,
    CONSTRAINT articles_placement_end_check CHECK (("end" >= 0)),
    CONSTRAINT articles_placement_start_check CHECK ((start >= 0)),
    CONSTRAINT placement_is_on_the_line CHECK ((("end" <= 100) AND (start >= 0) AND (start < "end")))
);
ALTER TABLE public.articles_placement ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_placement_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_previewlink (
    id bigint NOT NULL,
    token_hash character varying(64) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    expires_at timestamp with time zone NOT NULL,
    revoked_at timestamp with time zone,
    created_by_id bigint NOT NULL,
    version_id bigint NOT NULL
);
ALTER TABLE public.articles_previewlink ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_previewlink_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.articles_version (
    id bigint NOT NULL,
    body text NOT NULL,
    body_html text NOT NULL,
    cover_alt character varying(300) NOT NULL,
    major smallint NOT NULL,
    minor smallint NOT NULL,
    title character varying(160) NOT NULL,
    teaser character varying(300) NOT NULL,
    cover character varying(100) NOT NULL,
    cover_width integer,
    cover_height integer,
    cover_caption character varying(300) NOT NULL,
    cover_focus_x smallint NOT NULL,
    cover_focus_y smallint NOT NULL,
    line_start character varying(60) NOT NULL,
    line_end character varying(60) NOT NULL,
    reading_minutes smallint NOT NULL,
    published_at timestamp with time zone,
    digest character varying(64) NOT NULL,
    withdrawn_at timestamp with time zone,
    withdrawal_reason character varying(500) NOT NULL,
    updated_at timestamp with time zone NOT NULL,
    article_id bigint NOT NULL,
    predecessor_id bigint,
    CONSTRAINT articles_version_cover_focus_x_check CHECK ((cover_focus_x >= 0)),
    CONSTRAINT articles_version_cover_focus_y_check CHECK ((cover_focus_y >= 0)),
    CONSTRAINT articles_version_cover_height_check CHECK ((cover_height >= 0)),
    CONSTRAINT articles_version_cover_width_check CHECK ((cover_width >= 0)),
    CONSTRAINT articles_version_major_check CHECK ((major >= 0)),
    CONSTRAINT articles_version_minor_check CHECK ((minor >= 0)),
    CONSTRAINT articles_version_reading_minutes_check CHECK ((reading_minutes >= 0)),
    CONSTRAINT version_focus_is_on_the_cover CHECK (((cover_focus_x <= 100) AND (cover_focus_y <= 100))),
    CONSTRAINT version_number_is_in_range CHECK (((major <= 9999) AND (minor <= 9999) AND (NOT ((major = 0) AND (minor = 0))))),
    CONSTRAINT version_published_has_digest CHECK (((((digest)::text = ''::text) AND (published_at IS NULL)) OR ((NOT (published_at IS NULL)) AND (NOT ((digest)::text = ''::text))))),
    CONSTRAINT version_withdrawal_has_reason CHECK (((((withdrawal_reason)::text = ''::text) AND (withdrawn_at IS NULL)) OR ((NOT (withdrawn_at IS NULL)) AND (NOT ((withdrawal_reason)::text = ''::text)) AND (NOT (published_at IS NULL)))))
);
ALTER TABLE public.articles_version ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.articles_version_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_group (
    id integer NOT NULL,
    name character varying(150) NOT NULL
);
ALTER TABLE public.auth_group ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_group_permissions (
    id bigint NOT NULL,
    group_id integer NOT NULL,
    permission_id integer NOT NULL
);
ALTER TABLE public.auth_group_permissions ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_group_permissions_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.auth_permission (
    id integer NOT NULL,
    name character varying(255) NOT NULL,
    content_type_id integer NOT NULL,
    codename character varying(100) NOT NULL
);
ALTER TABLE public.auth_permission ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.auth_permission_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.comments_comment (
    id bigint NOT NULL,
    body text NOT NULL,
    body_html text NOT NULL,
    state character varying(8) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    reply_count integer NOT NULL,
    article_id bigint NOT NULL,
    author_id bigint NOT NULL,
    in_reply_to_id bigint,
    role_id bigint,
    root_id bigint,
    version_id bigint NOT NULL,
    CONSTRAINT comment_reply_has_root CHECK ((((in_reply_to_id IS NULL) AND (root_id IS NULL)) OR ((NOT (root_id IS NULL)) AND (NOT (in_reply_to_id IS NULL))))),
    CONSTRAINT comment_state_is_known CHECK (((state)::text = ANY ((ARRAY['pending'::character varying, 'approved'::character varying, 'rejected'::character varying, 'removed'::character varying])::text[]))),
    CONSTRAINT comments_comment_reply_count_check CHECK ((reply_count >= 0))
);
CREATE TABLE public.comments_comment_changes (
    id bigint NOT NULL,
    comment_id bigint NOT NULL,
    change_id bigint NOT NULL
);
ALTER TABLE public.comments_comment_changes ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.comments_comment_changes_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
ALTER TABLE public.comments_comment ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.comments_comment_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.comments_moderation (
    id bigint NOT NULL,
    action character varying(7) NOT NULL,
    reason character varying(300) NOT NULL,
    created_at timestamp with time zone NOT NULL,
    actor_id bigint NOT NULL,
    comment_id bigint NOT NULL,
    CONSTRAINT moderation_has_reason CHECK ((((action)::text = 'approve'::text) OR (((action)::text = ANY ((ARRAY['reject'::character varying, 'remove'::character varying])::text[])) AND (NOT ((reason)::text = ''::text)))))
);
ALTER TABLE public.comments_moderation ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.comments_moderation_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_admin_log (
    id integer NOT NULL,
    action_time timestamp with time zone NOT NULL,
    object_id text,
    object_repr character varying(200) NOT NULL,
    action_flag smallint NOT NULL,
    change_message text NOT NULL,
    content_type_id integer,
    user_id bigint NOT NULL,
    CONSTRAINT django_admin_log_action_flag_check CHECK ((action_flag >= 0))
);
ALTER TABLE public.django_admin_log ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_admin_log_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_content_type (
    id integer NOT NULL,
    app_label character varying(100) NOT NULL,
    model character varying(100) NOT NULL
);
ALTER TABLE public.django_content_type ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_content_type_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_migrations (
    id bigint NOT NULL,
    app character varying(255) NOT NULL,
    name character varying(255) NOT NULL,
    applied timestamp with time zone NOT NULL
);
ALTER TABLE public.django_migrations ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.django_migrations_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.django_session (
    session_key character varying(40) NOT NULL,
    session_data text NOT NULL,
    expire_date timestamp with time zone NOT NULL
);
CREATE TABLE public.mlmap_cache (
    cache_key character varying(255) NOT NULL,
    value text NOT NULL,
    expires timestamp with time zone NOT NULL
);
CREATE TABLE public.roles_role (
    id bigint NOT NULL,
    slug character varying(60) NOT NULL,
    kind character varying(8) NOT NULL,
    CONSTRAINT role_kind_is_known CHECK (((kind)::text = ANY ((ARRAY['role'::character varying, 'practice'::character varying])::text[])))
);
ALTER TABLE public.roles_role ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.roles_role_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.taggit_tag (
    id integer NOT NULL,
    name character varying(100) NOT NULL,
    slug character varying(100) NOT NULL
);
ALTER TABLE public.taggit_tag ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.taggit_tag_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
CREATE TABLE public.taggit_taggeditem (
    id integer NOT NULL,
    object_id integer NOT NULL,
    content_type_id integer NOT NULL,
    tag_id integer NOT NULL
);
ALTER TABLE public.taggit_taggeditem ALTER COLUMN id ADD GENERATED BY DEFAULT AS IDENTITY (
    SEQUENCE NAME public.taggit_taggeditem_id_seq
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1
);
INSERT INTO public.account_emailaddress VALUES (1, 'alice@example.org', true, true, 1);
INSERT INTO public.account_emailaddress VALUES (2, 'bob@example.org', true, true, 2);
INSERT INTO public.accounts_user VALUES (1, '!', NULL, true, 'alice', true, true, '2025-03-01 09:00:00+00', 'alice@example.org', 'Alice', 'Maps a field', 'She *writes*.', '<p>She <em>writes</em>.</p>
');
INSERT INTO public.accounts_user VALUES (3, '!5nHuApfjbHc1McToc7qFBVdt0oNHQXMFgSkm9u2A', NULL, false, 'eve', false, true, '2025-03-01 09:00:00+00', 'eve@example.org', '', '', '', '');
INSERT INTO public.accounts_user VALUES (2, '!', '2025-05-01 09:00:00+00', false, 'bob', false, true, '2025-03-01 09:00:00+00', 'bob@example.org', 'Bob', '', '', '');
INSERT INTO public.articles_article VALUES (1, 'ml-map', 'ML Map', 5, 1);
INSERT INTO public.articles_article VALUES (2, 'withdrawn', 'Withdrawn', 1, 1);
INSERT INTO public.articles_article VALUES (3, 'scheduled', 'Scheduled', 0, 1);
INSERT INTO public.articles_change VALUES (1, 1, 'The border is softer.', 2);
INSERT INTO public.articles_change VALUES (2, 1, 'It was written again.', 3);
INSERT INTO public.articles_correction VALUES (1, '# What it is

A **field** with a [link](https://example.org/), 三 “quotes”, corrected.', '<h2 id="what-it-is">What it is</h2>
<p>A <strong>field</strong> with a <a href="https://example.org/" rel="noopener">link</a>, 三 “quotes”, corrected.</p>
', '', 2, 'A slip of the pen.', '2fe66861a5a2a0f69b5bbaa496a33b2abaf9c910e976b47ebb7763df2e21e9b6', '2025-03-31 09:00:00+00', 1);
INSERT INTO public.articles_descent VALUES (1, 2, 4, 2);
INSERT INTO public.articles_descent VALUES (2, 2, 5, 2);
INSERT INTO public.articles_descent VALUES (3, 3, NULL, 2);
INSERT INTO public.articles_placement VALUES (1, 'Developer', 0, 45, 'What the developer does.', 1, 1);
INSERT INTO public.articles_placement VALUES (2, 'Ml Engineer', 35, 100, 'What the ml-engineer does.', 2, 1);
INSERT INTO public.articles_placement VALUES (3, 'Mlops', 20, 80, 'What the mlops does.', 3, 1);
INSERT INTO public.articles_placement VALUES (7, 'Developer', 0, 40, 'What the developer does.', 1, 2);
INSERT INTO public.articles_placement VALUES (8, 'Data Engineer', 30, 70, 'What the data-engineer does.', 4, 2);
INSERT INTO public.articles_placement VALUES (9, 'Modeller', 60, 100, 'What the modeller does.', 5, 2);
INSERT INTO public.articles_placement VALUES (10, 'Developer', 0, 40, 'What the developer does.', 1, 3);
INSERT INTO public.articles_placement VALUES (11, 'Data Engineer', 30, 70, 'What the data-engineer does.', 4, 3);
INSERT INTO public.articles_placement VALUES (12, 'Modeller', 60, 100, 'What the modeller does.', 5, 3);
INSERT INTO public.articles_placement VALUES (13, 'Developer', 0, 45, 'What the developer does.', 1, 4);
INSERT INTO public.articles_placement VALUES (14, 'Ml Engineer', 35, 100, 'What the ml-engineer does.', 2, 4);
INSERT INTO public.articles_placement VALUES (15, 'Mlops', 20, 80, 'What the mlops does.', 3, 4);
INSERT INTO public.articles_placement VALUES (16, 'Developer', 0, 45, 'What the developer does.', 1, 5);
INSERT INTO public.articles_placement VALUES (17, 'Ml Engineer', 35, 100, 'What the ml-engineer does.', 2, 5);
INSERT INTO public.articles_placement VALUES (18, 'Mlops', 20, 80, 'What the mlops does.', 3, 5);
INSERT INTO public.articles_version VALUES (1, '# What it is

A **field** with a [link](https://example.org/), 三 “quotes”

| a | b |
| - | - |
| 1 | 2 |', '<h2 id="what-it-is">What it is</h2>
<p>A <strong>field</strong> with a <a href="https://example.org/" rel="noopener">link</a>, 三 “quotes”</p>
<table>
<thead>
<tr>
<th>a</th>
<th>b</th>
</tr>
</thead>
<tbody>
<tr>
<td>1</td>
<td>2</td>
</tr>
</tbody>
</table>
', '', 0, 1, 'ML Map v0.1', '', '', NULL, NULL, '', 50, 50, 'toward the user', 'toward the science', 1, '2025-03-01 09:00:00+00', '865c2b56bb1325256c4e3386f60077f1534a8e7b6ff928bd3e3466fbabb81942', NULL, '', '2025-03-01 09:00:00+00', 1, NULL);
INSERT INTO public.articles_version VALUES (2, 'The text of v0.2.', '<p>The text of v0.2.</p>
', '', 0, 2, 'ML Map v0.2', '', '', NULL, NULL, '', 50, 50, 'toward the user', 'toward the science', 1, '2025-04-30 09:00:00+00', 'ea800d6b0dae938ac1641c09464d48d8be07b0de03f46e3dda48b20d0d91b8a1', NULL, '', '2025-04-30 09:00:00+00', 1, 1);
INSERT INTO public.articles_version VALUES (3, 'The text of v0.3.', '<p>The text of v0.3.</p>
', '', 0, 3, 'ML Map v0.3', '', '', NULL, NULL, '', 50, 50, 'toward the user', 'toward the science', 1, NULL, '', NULL, '', '2025-05-01 09:00:00+00', 1, 2);
INSERT INTO public.articles_version VALUES (4, 'The text of v0.1.', '<p>The text of v0.1.</p>
', '', 0, 1, 'ML Map v0.1', '', '', NULL, NULL, '', 50, 50, 'toward the user', 'toward the science', 1, '2025-05-01 09:00:00+00', '9e033c0fc426ca2f6c8e4ae2c48f148a1163ed499f313336e3a793eee30007de', '2025-05-01 09:00:00+00', 'It was wrong.', '2025-05-01 09:00:00+00', 2, NULL);
INSERT INTO public.articles_version VALUES (5, 'The text of v0.1.', '<p>The text of v0.1.</p>
', '', 0, 1, 'ML Map v0.1', '', '', NULL, NULL, '', 50, 50, 'toward the user', 'toward the science', 1, '2999-01-01 00:00:00+00', '3a2fcaa1ffca639149d8d8f9021f5fa6d6fecd4669cbc26b760766f6952340bc', NULL, '', '2025-05-01 09:00:00+00', 3, NULL);
INSERT INTO public.auth_permission VALUES (1, 'Can add comment', 1, 'add_comment');
INSERT INTO public.auth_permission VALUES (2, 'Can change comment', 1, 'change_comment');
INSERT INTO public.auth_permission VALUES (3, 'Can delete comment', 1, 'delete_comment');
INSERT INTO public.auth_permission VALUES (4, 'Can view comment', 1, 'view_comment');
INSERT INTO public.auth_permission VALUES (5, 'Can add moderation', 2, 'add_moderation');
INSERT INTO public.auth_permission VALUES (6, 'Can change moderation', 2, 'change_moderation');
INSERT INTO public.auth_permission VALUES (7, 'Can delete moderation', 2, 'delete_moderation');
INSERT INTO public.auth_permission VALUES (8, 'Can view moderation', 2, 'view_moderation');
INSERT INTO public.auth_permission VALUES (9, 'Can add article', 3, 'add_article');
INSERT INTO public.auth_permission VALUES (10, 'Can change article', 3, 'change_article');
INSERT INTO public.auth_permission VALUES (11, 'Can delete article', 3, 'delete_article');
INSERT INTO public.auth_permission VALUES (12, 'Can view article', 3, 'view_article');
INSERT INTO public.auth_permission VALUES (13, 'Can add version', 4, 'add_version');
INSERT INTO public.auth_permission VALUES (14, 'Can change version', 4, 'change_version');
INSERT INTO public.auth_permission VALUES (15, 'Can delete version', 4, 'delete_version');
INSERT INTO public.auth_permission VALUES (16, 'Can view version', 4, 'view_version');
INSERT INTO public.auth_permission VALUES (17, 'Can add preview link', 5, 'add_previewlink');
INSERT INTO public.auth_permission VALUES (18, 'Can change preview link', 5, 'change_previewlink');
INSERT INTO public.auth_permission VALUES (19, 'Can delete preview link', 5, 'delete_previewlink');
INSERT INTO public.auth_permission VALUES (20, 'Can view preview link', 5, 'view_previewlink');
INSERT INTO public.auth_permission VALUES (21, 'Can add placement', 6, 'add_placement');
INSERT INTO public.auth_permission VALUES (22, 'Can change placement', 6, 'change_placement');
INSERT INTO public.auth_permission VALUES (23, 'Can delete placement', 6, 'delete_placement');
INSERT INTO public.auth_permission VALUES (24, 'Can view placement', 6, 'view_placement');
INSERT INTO public.auth_permission VALUES (25, 'Can add descent', 7, 'add_descent');
INSERT INTO public.auth_permission VALUES (26, 'Can change descent', 7, 'change_descent');
INSERT INTO public.auth_permission VALUES (27, 'Can delete descent', 7, 'delete_descent');
INSERT INTO public.auth_permission VALUES (28, 'Can view descent', 7, 'view_descent');
INSERT INTO public.auth_permission VALUES (29, 'Can add correction', 8, 'add_correction');
INSERT INTO public.auth_permission VALUES (30, 'Can change correction', 8, 'change_correction');
INSERT INTO public.auth_permission VALUES (31, 'Can delete correction', 8, 'delete_correction');
INSERT INTO public.auth_permission VALUES (32, 'Can view correction', 8, 'view_correction');
INSERT INTO public.auth_permission VALUES (33, 'Can add change', 9, 'add_change');
INSERT INTO public.auth_permission VALUES (34, 'Can change change', 9, 'change_change');
INSERT INTO public.auth_permission VALUES (35, 'Can delete change', 9, 'delete_change');
INSERT INTO public.auth_permission VALUES (36, 'Can view change', 9, 'view_change');
INSERT INTO public.auth_permission VALUES (37, 'Can add role', 10, 'add_role');
INSERT INTO public.auth_permission VALUES (38, 'Can change role', 10, 'change_role');
INSERT INTO public.auth_permission VALUES (39, 'Can delete role', 10, 'delete_role');
INSERT INTO public.auth_permission VALUES (40, 'Can view role', 10, 'view_role');
INSERT INTO public.auth_permission VALUES (41, 'Can add user', 11, 'add_user');
INSERT INTO public.auth_permission VALUES (42, 'Can change user', 11, 'change_user');
INSERT INTO public.auth_permission VALUES (43, 'Can delete user', 11, 'delete_user');
INSERT INTO public.auth_permission VALUES (44, 'Can view user', 11, 'view_user');
INSERT INTO public.auth_permission VALUES (45, 'Can add email address', 12, 'add_emailaddress');
INSERT INTO public.auth_permission VALUES (46, 'Can change email address', 12, 'change_emailaddress');
INSERT INTO public.auth_permission VALUES (47, 'Can delete email address', 12, 'delete_emailaddress');
INSERT INTO public.auth_permission VALUES (48, 'Can view email address', 12, 'view_emailaddress');
INSERT INTO public.auth_permission VALUES (49, 'Can add email confirmation', 13, 'add_emailconfirmation');
INSERT INTO public.auth_permission VALUES (50, 'Can change email confirmation', 13, 'change_emailconfirmation');
INSERT INTO public.auth_permission VALUES (51, 'Can delete email confirmation', 13, 'delete_emailconfirmation');
INSERT INTO public.auth_permission VALUES (52, 'Can view email confirmation', 13, 'view_emailconfirmation');
INSERT INTO public.auth_permission VALUES (53, 'Can add tag', 14, 'add_tag');
INSERT INTO public.auth_permission VALUES (54, 'Can change tag', 14, 'change_tag');
INSERT INTO public.auth_permission VALUES (55, 'Can delete tag', 14, 'delete_tag');
INSERT INTO public.auth_permission VALUES (56, 'Can view tag', 14, 'view_tag');
INSERT INTO public.auth_permission VALUES (57, 'Can add tagged item', 15, 'add_taggeditem');
INSERT INTO public.auth_permission VALUES (58, 'Can change tagged item', 15, 'change_taggeditem');
INSERT INTO public.auth_permission VALUES (59, 'Can delete tagged item', 15, 'delete_taggeditem');
INSERT INTO public.auth_permission VALUES (60, 'Can view tagged item', 15, 'view_taggeditem');
INSERT INTO public.auth_permission VALUES (61, 'Can add log entry', 16, 'add_logentry');
INSERT INTO public.auth_permission VALUES (62, 'Can change log entry', 16, 'change_logentry');
INSERT INTO public.auth_permission VALUES (63, 'Can delete log entry', 16, 'delete_logentry');
INSERT INTO public.auth_permission VALUES (64, 'Can view log entry', 16, 'view_logentry');
INSERT INTO public.auth_permission VALUES (65, 'Can add permission', 17, 'add_permission');
INSERT INTO public.auth_permission VALUES (66, 'Can change permission', 17, 'change_permission');
INSERT INTO public.auth_permission VALUES (67, 'Can delete permission', 17, 'delete_permission');
INSERT INTO public.auth_permission VALUES (68, 'Can view permission', 17, 'view_permission');
INSERT INTO public.auth_permission VALUES (69, 'Can add group', 18, 'add_group');
INSERT INTO public.auth_permission VALUES (70, 'Can change group', 18, 'change_group');
INSERT INTO public.auth_permission VALUES (71, 'Can delete group', 18, 'delete_group');
INSERT INTO public.auth_permission VALUES (72, 'Can view group', 18, 'view_group');
INSERT INTO public.auth_permission VALUES (73, 'Can add content type', 19, 'add_contenttype');
INSERT INTO public.auth_permission VALUES (74, 'Can change content type', 19, 'change_contenttype');
INSERT INTO public.auth_permission VALUES (75, 'Can delete content type', 19, 'delete_contenttype');
INSERT INTO public.auth_permission VALUES (76, 'Can view content type', 19, 'view_contenttype');
INSERT INTO public.auth_permission VALUES (77, 'Can add session', 20, 'add_session');
INSERT INTO public.auth_permission VALUES (78, 'Can change session', 20, 'change_session');
INSERT INTO public.auth_permission VALUES (79, 'Can delete session', 20, 'delete_session');
INSERT INTO public.auth_permission VALUES (80, 'Can view session', 20, 'view_session');
INSERT INTO public.comments_comment VALUES (2, 'True, it moves in the next one.', '<p>True, it moves in the next one.</p>
', 'approved', '2025-03-31 09:00:00+00', 0, 1, 1, 1, NULL, 1, 1);
INSERT INTO public.comments_comment VALUES (3, 'Agreed.', '<p>Agreed.</p>
', 'approved', '2025-03-31 09:00:00+00', 0, 1, 3, 2, NULL, 1, 1);
INSERT INTO public.comments_comment VALUES (1, 'The border is *softer* than that. https://example.org/', '<p>The border is <em>softer</em> than that. <a href="https://example.org/" rel="nofollow ugc noopener">https://example.org/</a></p>
', 'approved', '2025-03-31 09:00:00+00', 2, 1, 2, NULL, NULL, NULL, 1);
INSERT INTO public.comments_comment VALUES (4, 'Waits.', '<p>Waits.</p>
', 'pending', '2025-03-31 09:00:00+00', 0, 1, 3, NULL, NULL, NULL, 1);
INSERT INTO public.comments_comment VALUES (5, 'Was approved.', '<p>Was approved.</p>
', 'approved', '2025-03-31 09:00:00+00', 0, 1, 3, NULL, NULL, NULL, 1);
INSERT INTO public.comments_comment VALUES (6, 'Was rejected.', '<p>Was rejected.</p>
', 'rejected', '2025-03-31 09:00:00+00', 0, 1, 3, NULL, NULL, NULL, 1);
INSERT INTO public.comments_comment VALUES (7, 'Was removed.', '<p>Was removed.</p>
', 'removed', '2025-03-31 09:00:00+00', 0, 1, 3, NULL, NULL, NULL, 1);
INSERT INTO public.comments_comment VALUES (8, 'Better.', '<p>Better.</p>
', 'approved', '2025-04-30 09:00:00+00', 0, 1, 2, NULL, NULL, NULL, 2);
INSERT INTO public.comments_comment VALUES (9, 'On what is gone.', '<p>On what is gone.</p>
', 'approved', '2025-05-01 09:00:00+00', 0, 2, 2, NULL, NULL, NULL, 4);
INSERT INTO public.comments_comment_changes VALUES (1, 1, 1);
INSERT INTO public.comments_moderation VALUES (1, 'approve', '', '2025-03-31 09:00:00+00', 1, 5);
INSERT INTO public.comments_moderation VALUES (2, 'reject', 'It is off the subject.', '2025-03-31 09:00:00+00', 1, 6);
INSERT INTO public.comments_moderation VALUES (3, 'remove', 'It is off the subject.', '2025-03-31 09:00:00+00', 1, 7);
INSERT INTO public.django_admin_log VALUES (1, '2025-03-01 09:00:00+00', '1', 'ML Map v0.1', 2, 'Started from nothing.', 4, 1);
INSERT INTO public.django_admin_log VALUES (2, '2025-03-01 09:00:00+00', '1', 'ML Map v0.1', 2, 'Published. Digest 865c2b56bb1325256c4e3386f60077f1534a8e7b6ff928bd3e3466fbabb81942.', 4, 1);
INSERT INTO public.django_admin_log VALUES (3, '2025-03-31 09:00:00+00', '1', 'ML Map v0.1', 2, 'Corrected (r2): A slip of the pen. Digest 2fe66861a5a2a0f69b5bbaa496a33b2abaf9c910e976b47ebb7763df2e21e9b6.', 4, 1);
INSERT INTO public.django_admin_log VALUES (4, '2025-04-30 09:00:00+00', '2', 'ML Map v0.2', 2, 'Started from v0.1.', 4, 1);
INSERT INTO public.django_admin_log VALUES (5, '2025-04-30 09:00:00+00', '2', 'ML Map v0.2', 2, 'Published. Digest ea800d6b0dae938ac1641c09464d48d8be07b0de03f46e3dda48b20d0d91b8a1.', 4, 1);
INSERT INTO public.django_admin_log VALUES (6, '2025-05-01 09:00:00+00', '3', 'ML Map v0.3', 2, 'Started from v0.2.', 4, 1);
INSERT INTO public.django_admin_log VALUES (7, '2025-05-01 09:00:00+00', '4', 'Withdrawn v0.1', 2, 'Started from nothing.', 4, 1);
INSERT INTO public.django_admin_log VALUES (8, '2025-05-01 09:00:00+00', '4', 'Withdrawn v0.1', 2, 'Published. Digest 9e033c0fc426ca2f6c8e4ae2c48f148a1163ed499f313336e3a793eee30007de.', 4, 1);
INSERT INTO public.django_admin_log VALUES (9, '2025-05-01 09:00:00+00', '4', 'Withdrawn v0.1', 2, 'Withdrawn: It was wrong.', 4, 1);
INSERT INTO public.django_admin_log VALUES (10, '2025-05-01 09:00:00+00', '5', 'Scheduled v0.1', 2, 'Started from nothing.', 4, 1);
INSERT INTO public.django_admin_log VALUES (11, '2025-05-01 09:00:00+00', '5', 'Scheduled v0.1', 2, 'Scheduled for 2999-01-01T00:00:00+00:00. Digest 3a2fcaa1ffca639149d8d8f9021f5fa6d6fecd4669cbc26b760766f6952340bc.', 4, 1);
INSERT INTO public.django_content_type VALUES (1, 'comments', 'comment');
INSERT INTO public.django_content_type VALUES (2, 'comments', 'moderation');
INSERT INTO public.django_content_type VALUES (3, 'articles', 'article');
INSERT INTO public.django_content_type VALUES (4, 'articles', 'version');
INSERT INTO public.django_content_type VALUES (5, 'articles', 'previewlink');
INSERT INTO public.django_content_type VALUES (6, 'articles', 'placement');
INSERT INTO public.django_content_type VALUES (7, 'articles', 'descent');
INSERT INTO public.django_content_type VALUES (8, 'articles', 'correction');
INSERT INTO public.django_content_type VALUES (9, 'articles', 'change');
INSERT INTO public.django_content_type VALUES (10, 'roles', 'role');
INSERT INTO public.django_content_type VALUES (11, 'accounts', 'user');
INSERT INTO public.django_content_type VALUES (12, 'account', 'emailaddress');
INSERT INTO public.django_content_type VALUES (13, 'account', 'emailconfirmation');
INSERT INTO public.django_content_type VALUES (14, 'taggit', 'tag');
INSERT INTO public.django_content_type VALUES (15, 'taggit', 'taggeditem');
INSERT INTO public.django_content_type VALUES (16, 'admin', 'logentry');
INSERT INTO public.django_content_type VALUES (17, 'auth', 'permission');
INSERT INTO public.django_content_type VALUES (18, 'auth', 'group');
INSERT INTO public.django_content_type VALUES (19, 'contenttypes', 'contenttype');
INSERT INTO public.django_content_type VALUES (20, 'sessions', 'session');
INSERT INTO public.django_migrations VALUES (1, 'contenttypes', '0001_initial', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (2, 'contenttypes', '0002_remove_content_type_name', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (3, 'auth', '0001_initial', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (4, 'auth', '0002_alter_permission_name_max_length', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (5, 'auth', '0003_alter_user_email_max_length', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (6, 'auth', '0004_alter_user_username_opts', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (7, 'auth', '0005_alter_user_last_login_null', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (8, 'auth', '0006_require_contenttypes_0002', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (9, 'auth', '0007_alter_validators_add_error_messages', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (10, 'auth', '0008_alter_user_username_max_length', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (11, 'auth', '0009_alter_user_last_name_max_length', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (12, 'auth', '0010_alter_group_name_max_length', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (13, 'auth', '0011_update_proxy_permissions', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (14, 'auth', '0012_alter_user_first_name_max_length', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (15, 'accounts', '0001_initial', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (16, 'account', '0001_initial', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (17, 'account', '0002_email_max_length', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (18, 'account', '0003_alter_emailaddress_create_unique_verified_email', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (19, 'account', '0004_alter_emailaddress_drop_unique_email', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (20, 'account', '0005_emailaddress_idx_upper_email', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (21, 'account', '0006_emailaddress_lower', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (22, 'account', '0007_emailaddress_idx_email', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (23, 'account', '0008_emailaddress_unique_primary_email_fixup', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (24, 'account', '0009_emailaddress_unique_primary_email', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (25, 'admin', '0001_initial', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (26, 'admin', '0002_logentry_remove_auto_add', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (27, 'admin', '0003_logentry_add_action_flag_choices', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (28, 'taggit', '0001_initial', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (29, 'taggit', '0002_auto_20150616_2121', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (30, 'taggit', '0003_taggeditem_add_unique_index', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (31, 'taggit', '0004_alter_taggeditem_content_type_alter_taggeditem_tag', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (32, 'taggit', '0005_auto_20220424_2025', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (33, 'taggit', '0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (34, 'roles', '0001_initial', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (35, 'articles', '0001_initial', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (36, 'comments', '0001_initial', '2026-11-23 17:09:54+00');
INSERT INTO public.django_migrations VALUES (37, 'sessions', '0001_initial', '2026-11-23 17:09:54+00');
INSERT INTO public.roles_role VALUES (1, 'developer', 'role');
INSERT INTO public.roles_role VALUES (2, 'ml-engineer', 'role');
INSERT INTO public.roles_role VALUES (3, 'mlops', 'practice');
INSERT INTO public.roles_role VALUES (4, 'data-engineer', 'role');
INSERT INTO public.roles_role VALUES (5, 'modeller', 'role');
INSERT INTO public.taggit_tag VALUES (1, 'mapping', 'mapping');
INSERT INTO public.taggit_tag VALUES (2, 'Ünïcode 图', 'ünïcode-图');
INSERT INTO public.taggit_taggeditem VALUES (1, 1, 3, 1);
INSERT INTO public.taggit_taggeditem VALUES (2, 1, 3, 2);
SELECT pg_catalog.setval('public.account_emailaddress_id_seq', 2, true);
SELECT pg_catalog.setval('public.account_emailconfirmation_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_user_groups_id_seq', 1, false);
SELECT pg_catalog.setval('public.accounts_user_id_seq', 3, true);
SELECT pg_catalog.setval('public.accounts_user_user_permissions_id_seq', 1, false);
SELECT pg_catalog.setval('public.articles_article_id_seq', 3, true);
SELECT pg_catalog.setval('public.articles_change_id_seq', 2, true);
SELECT pg_catalog.setval('public.articles_correction_id_seq', 1, true);
SELECT pg_catalog.setval('public.articles_descent_id_seq', 3, true);
SELECT pg_catalog.setval('public.articles_placement_id_seq', 18, true);
SELECT pg_catalog.setval('public.articles_previewlink_id_seq', 1, false);
SELECT pg_catalog.setval('public.articles_version_id_seq', 5, true);
SELECT pg_catalog.setval('public.auth_group_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_group_permissions_id_seq', 1, false);
SELECT pg_catalog.setval('public.auth_permission_id_seq', 80, true);
SELECT pg_catalog.setval('public.comments_comment_changes_id_seq', 1, true);
SELECT pg_catalog.setval('public.comments_comment_id_seq', 9, true);
SELECT pg_catalog.setval('public.comments_moderation_id_seq', 3, true);
SELECT pg_catalog.setval('public.django_admin_log_id_seq', 11, true);
SELECT pg_catalog.setval('public.django_content_type_id_seq', 20, true);
SELECT pg_catalog.setval('public.django_migrations_id_seq', 37, true);
SELECT pg_catalog.setval('public.roles_role_id_seq', 5, true);
SELECT pg_catalog.setval('public.taggit_tag_id_seq', 2, true);
SELECT pg_catalog.setval('public.taggit_taggeditem_id_seq', 2, true);
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_email_987c8728_uniq UNIQUE (user_id, email);
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_key_key UNIQUE (key);
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirmation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_user_groups
    ADD CONSTRAINT accounts_user_groups_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_user_groups
    ADD CONSTRAINT accounts_user_groups_user_id_group_id_59c0b32f_uniq UNIQUE (user_id, group_id);
ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_user_user_permissions
    ADD CONSTRAINT accounts_user_user_permi_user_id_permission_id_2ab516c2_uniq UNIQUE (user_id, permission_id);
ALTER TABLE ONLY public.accounts_user_user_permissions
    ADD CONSTRAINT accounts_user_user_permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.accounts_user
    ADD CONSTRAINT accounts_user_username_key UNIQUE (username);
ALTER TABLE ONLY public.articles_article
    ADD CONSTRAINT articles_article_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_article
    ADD CONSTRAINT articles_article_slug_key UNIQUE (slug);
ALTER TABLE ONLY public.articles_change
    ADD CONSTRAINT articles_change_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_correction
    ADD CONSTRAINT articles_correction_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_descent
    ADD CONSTRAINT articles_descent_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_placement
    ADD CONSTRAINT articles_placement_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_previewlink
    ADD CONSTRAINT articles_previewlink_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_previewlink
    ADD CONSTRAINT articles_previewlink_token_hash_key UNIQUE (token_hash);
ALTER TABLE ONLY public.articles_version
    ADD CONSTRAINT articles_version_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_name_key UNIQUE (name);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_permission_id_0cd325b0_uniq UNIQUE (group_id, permission_id);
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_group
    ADD CONSTRAINT auth_group_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_codename_01ab375a_uniq UNIQUE (content_type_id, codename);
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.comments_comment_changes
    ADD CONSTRAINT comments_comment_changes_comment_id_change_id_0b219d42_uniq UNIQUE (comment_id, change_id);
ALTER TABLE ONLY public.comments_comment_changes
    ADD CONSTRAINT comments_comment_changes_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.comments_comment
    ADD CONSTRAINT comments_comment_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.comments_moderation
    ADD CONSTRAINT comments_moderation_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_correction
    ADD CONSTRAINT correction_revision_is_unique UNIQUE (version_id, revision);
ALTER TABLE ONLY public.articles_descent
    ADD CONSTRAINT descent_once_a_version UNIQUE (version_id, ancestor_id, descendant_id);
ALTER TABLE ONLY public.django_admin_log
    ADD CONSTRAINT django_admin_log_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_app_label_model_76bd3d3b_uniq UNIQUE (app_label, model);
ALTER TABLE ONLY public.django_content_type
    ADD CONSTRAINT django_content_type_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_migrations
    ADD CONSTRAINT django_migrations_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.django_session
    ADD CONSTRAINT django_session_pkey PRIMARY KEY (session_key);
ALTER TABLE ONLY public.mlmap_cache
    ADD CONSTRAINT mlmap_cache_pkey PRIMARY KEY (cache_key);
ALTER TABLE ONLY public.articles_placement
    ADD CONSTRAINT placement_role_once_a_version UNIQUE (version_id, role_id);
ALTER TABLE ONLY public.roles_role
    ADD CONSTRAINT roles_role_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.roles_role
    ADD CONSTRAINT roles_role_slug_key UNIQUE (slug);
ALTER TABLE ONLY public.taggit_tag
    ADD CONSTRAINT taggit_tag_name_key UNIQUE (name);
ALTER TABLE ONLY public.taggit_tag
    ADD CONSTRAINT taggit_tag_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.taggit_tag
    ADD CONSTRAINT taggit_tag_slug_key UNIQUE (slug);
ALTER TABLE ONLY public.taggit_taggeditem
    ADD CONSTRAINT taggit_taggeditem_content_type_id_object_id_tag_id_4bb97a8e_uni UNIQUE (content_type_id, object_id, tag_id);
ALTER TABLE ONLY public.taggit_taggeditem
    ADD CONSTRAINT taggit_taggeditem_pkey PRIMARY KEY (id);
ALTER TABLE ONLY public.articles_version
    ADD CONSTRAINT version_number_is_unique UNIQUE (article_id, major, minor);
CREATE INDEX account_emailaddress_email_03be32b2 ON public.account_emailaddress USING btree (email);
CREATE INDEX account_emailaddress_email_03be32b2_like ON public.account_emailaddress USING btree (email varchar_pattern_ops);
CREATE INDEX account_emailaddress_user_id_2c513194 ON public.account_emailaddress USING btree (user_id);
CREATE INDEX account_emailconfirmation_email_address_id_5b7f8c58 ON public.account_emailconfirmation USING btree (email_address_id);
CREATE INDEX account_emailconfirmation_key_f43612bd_like ON public.account_emailconfirmation USING btree (key varchar_pattern_ops);
CREATE INDEX accounts_user_groups_group_id_bd11a704 ON public.accounts_user_groups USING btree (group_id);
CREATE INDEX accounts_user_groups_user_id_52b62117 ON public.accounts_user_groups USING btree (user_id);
CREATE INDEX accounts_user_user_permissions_permission_id_113bb443 ON public.accounts_user_user_permissions USING btree (permission_id);
CREATE INDEX accounts_user_user_permissions_user_id_e4f0a161 ON public.accounts_user_user_permissions USING btree (user_id);
CREATE INDEX accounts_user_username_6088629e_like ON public.accounts_user USING btree (username varchar_pattern_ops);
CREATE INDEX articles_article_author_id_059aea7d ON public.articles_article USING btree (author_id);
CREATE INDEX articles_article_slug_cc61df93_like ON public.articles_article USING btree (slug varchar_pattern_ops);
CREATE INDEX articles_change_version_id_9c1489e6 ON public.articles_change USING btree (version_id);
CREATE INDEX articles_correction_version_id_7cb0749f ON public.articles_correction USING btree (version_id);
CREATE INDEX articles_descent_ancestor_id_ff25c8a1 ON public.articles_descent USING btree (ancestor_id);
CREATE INDEX articles_descent_descendant_id_1ee56245 ON public.articles_descent USING btree (descendant_id);
CREATE INDEX articles_descent_version_id_d1f8c23a ON public.articles_descent USING btree (version_id);
CREATE INDEX articles_placement_role_id_92ff922d ON public.articles_placement USING btree (role_id);
CREATE INDEX articles_placement_version_id_ac8286f6 ON public.articles_placement USING btree (version_id);
CREATE INDEX articles_previewlink_created_by_id_f4940d06 ON public.articles_previewlink USING btree (created_by_id);
CREATE INDEX articles_previewlink_token_hash_fa974ae2_like ON public.articles_previewlink USING btree (token_hash varchar_pattern_ops);
CREATE INDEX articles_previewlink_version_id_9fb01473 ON public.articles_previewlink USING btree (version_id);
CREATE INDEX articles_version_article_id_cee81370 ON public.articles_version USING btree (article_id);
CREATE INDEX articles_version_predecessor_id_51397448 ON public.articles_version USING btree (predecessor_id);
CREATE INDEX auth_group_name_a6ea08ec_like ON public.auth_group USING btree (name varchar_pattern_ops);
CREATE INDEX auth_group_permissions_group_id_b120cbf9 ON public.auth_group_permissions USING btree (group_id);
CREATE INDEX auth_group_permissions_permission_id_84c5c92e ON public.auth_group_permissions USING btree (permission_id);
CREATE INDEX auth_permission_content_type_id_2f476e4b ON public.auth_permission USING btree (content_type_id);
CREATE INDEX comment_queue ON public.comments_comment USING btree (created_at) WHERE ((state)::text = 'pending'::text);
CREATE INDEX comment_replies ON public.comments_comment USING btree (root_id, created_at, id) WHERE ((state)::text = ANY ((ARRAY['approved'::character varying, 'removed'::character varying])::text[]));
CREATE INDEX comment_thread ON public.comments_comment USING btree (article_id, root_id, created_at, id) WHERE ((state)::text = ANY ((ARRAY['approved'::character varying, 'removed'::character varying])::text[]));
CREATE INDEX comments_comment_article_id_94fe60a2 ON public.comments_comment USING btree (article_id);
CREATE INDEX comments_comment_author_id_334ce9e2 ON public.comments_comment USING btree (author_id);
CREATE INDEX comments_comment_changes_change_id_287a1d33 ON public.comments_comment_changes USING btree (change_id);
CREATE INDEX comments_comment_changes_comment_id_4e07868e ON public.comments_comment_changes USING btree (comment_id);
CREATE INDEX comments_comment_in_reply_to_id_3ea14932 ON public.comments_comment USING btree (in_reply_to_id);
CREATE INDEX comments_comment_role_id_b111e65c ON public.comments_comment USING btree (role_id);
CREATE INDEX comments_comment_root_id_23b4c218 ON public.comments_comment USING btree (root_id);
CREATE INDEX comments_comment_version_id_1d3bc74c ON public.comments_comment USING btree (version_id);
CREATE INDEX comments_moderation_actor_id_efecb47b ON public.comments_moderation USING btree (actor_id);
CREATE INDEX comments_moderation_comment_id_0c0eae72 ON public.comments_moderation USING btree (comment_id);
CREATE UNIQUE INDEX descent_introduced_once ON public.articles_descent USING btree (version_id, descendant_id) WHERE (ancestor_id IS NULL);
CREATE UNIQUE INDEX descent_retired_once ON public.articles_descent USING btree (version_id, ancestor_id) WHERE (descendant_id IS NULL);
CREATE INDEX django_admin_log_content_type_id_c4bce8eb ON public.django_admin_log USING btree (content_type_id);
CREATE INDEX django_admin_log_user_id_c564eba6 ON public.django_admin_log USING btree (user_id);
CREATE INDEX django_session_expire_date_a5c62663 ON public.django_session USING btree (expire_date);
CREATE INDEX django_session_session_key_c0390e0f_like ON public.django_session USING btree (session_key varchar_pattern_ops);
CREATE INDEX mlmap_cache_expires ON public.mlmap_cache USING btree (expires);
CREATE UNIQUE INDEX placement_name_once_a_version ON public.articles_placement USING btree (version_id, lower((name)::text));
CREATE INDEX roles_role_slug_e950c2c6_like ON public.roles_role USING btree (slug varchar_pattern_ops);
CREATE INDEX taggit_tag_name_58eb2ed9_like ON public.taggit_tag USING btree (name varchar_pattern_ops);
CREATE INDEX taggit_tag_slug_6be58b2c_like ON public.taggit_tag USING btree (slug varchar_pattern_ops);
CREATE INDEX taggit_tagg_content_8fc721_idx ON public.taggit_taggeditem USING btree (content_type_id, object_id);
CREATE INDEX taggit_taggeditem_content_type_id_9957a03c ON public.taggit_taggeditem USING btree (content_type_id);
CREATE INDEX taggit_taggeditem_object_id_e2d7d1df ON public.taggit_taggeditem USING btree (object_id);
CREATE INDEX taggit_taggeditem_tag_id_f4f5b767 ON public.taggit_taggeditem USING btree (tag_id);
CREATE UNIQUE INDEX unique_primary_email ON public.account_emailaddress USING btree (user_id, "primary") WHERE "primary";
CREATE UNIQUE INDEX unique_verified_email ON public.account_emailaddress USING btree (email) WHERE verified;
CREATE INDEX version_by_date ON public.articles_version USING btree (published_at DESC) WHERE (NOT (published_at IS NULL));
CREATE UNIQUE INDEX version_one_draft_an_article ON public.articles_version USING btree (article_id) WHERE (published_at IS NULL);
CREATE TRIGGER article_keeps_its_address BEFORE UPDATE ON public.articles_article FOR EACH ROW EXECUTE FUNCTION public.article_keeps_its_address();
CREATE TRIGGER articles_article_never_replaced BEFORE INSERT ON public.articles_article FOR EACH ROW EXECUTE FUNCTION public.articles_article_never_replaced();
CREATE TRIGGER articles_change_frozen_delete BEFORE DELETE ON public.articles_change FOR EACH ROW EXECUTE FUNCTION public.articles_change_frozen_delete();
CREATE TRIGGER articles_change_frozen_insert BEFORE INSERT ON public.articles_change FOR EACH ROW EXECUTE FUNCTION public.articles_change_frozen_insert();
CREATE TRIGGER articles_change_frozen_update BEFORE UPDATE ON public.articles_change FOR EACH ROW EXECUTE FUNCTION public.articles_change_frozen_update();
CREATE TRIGGER articles_descent_frozen_delete BEFORE DELETE ON public.articles_descent FOR EACH ROW EXECUTE FUNCTION public.articles_descent_frozen_delete();
CREATE TRIGGER articles_descent_frozen_insert BEFORE INSERT ON public.articles_descent FOR EACH ROW EXECUTE FUNCTION public.articles_descent_frozen_insert();
CREATE TRIGGER articles_descent_frozen_update BEFORE UPDATE ON public.articles_descent FOR EACH ROW EXECUTE FUNCTION public.articles_descent_frozen_update();
CREATE TRIGGER articles_placement_frozen_delete BEFORE DELETE ON public.articles_placement FOR EACH ROW EXECUTE FUNCTION public.articles_placement_frozen_delete();
CREATE TRIGGER articles_placement_frozen_insert BEFORE INSERT ON public.articles_placement FOR EACH ROW EXECUTE FUNCTION public.articles_placement_frozen_insert();
CREATE TRIGGER articles_placement_frozen_update BEFORE UPDATE ON public.articles_placement FOR EACH ROW EXECUTE FUNCTION public.articles_placement_frozen_update();
CREATE TRIGGER comment_keeps_its_version BEFORE UPDATE ON public.comments_comment FOR EACH ROW EXECUTE FUNCTION public.comment_keeps_its_version();
CREATE TRIGGER comment_stays_in_its_article BEFORE INSERT ON public.comments_comment FOR EACH ROW EXECUTE FUNCTION public.comment_stays_in_its_article();
CREATE TRIGGER comments_comment_never_replaced BEFORE INSERT ON public.comments_comment FOR EACH ROW EXECUTE FUNCTION public.comments_comment_never_replaced();
CREATE TRIGGER correction_frozen_delete BEFORE DELETE ON public.articles_correction FOR EACH ROW EXECUTE FUNCTION public.correction_frozen_delete();
CREATE TRIGGER correction_frozen_update BEFORE UPDATE ON public.articles_correction FOR EACH ROW EXECUTE FUNCTION public.correction_frozen_update();
CREATE TRIGGER correction_of_what_is_published BEFORE INSERT ON public.articles_correction FOR EACH ROW EXECUTE FUNCTION public.correction_of_what_is_published();
CREATE TRIGGER role_keeps_its_slug BEFORE UPDATE ON public.roles_role FOR EACH ROW EXECUTE FUNCTION public.role_keeps_its_slug();
CREATE TRIGGER roles_role_never_replaced BEFORE INSERT ON public.roles_role FOR EACH ROW EXECUTE FUNCTION public.roles_role_never_replaced();
CREATE TRIGGER version_frozen_date BEFORE UPDATE ON public.articles_version FOR EACH ROW EXECUTE FUNCTION public.version_frozen_date();
CREATE TRIGGER version_frozen_delete BEFORE DELETE ON public.articles_version FOR EACH ROW EXECUTE FUNCTION public.version_frozen_delete();
CREATE TRIGGER version_frozen_source BEFORE UPDATE ON public.articles_version FOR EACH ROW EXECUTE FUNCTION public.version_frozen_source();
CREATE TRIGGER version_frozen_withdrawal BEFORE UPDATE ON public.articles_version FOR EACH ROW EXECUTE FUNCTION public.version_frozen_withdrawal();
CREATE TRIGGER version_number_rises BEFORE UPDATE ON public.articles_version FOR EACH ROW EXECUTE FUNCTION public.version_number_rises();
CREATE TRIGGER version_number_rises_insert BEFORE INSERT ON public.articles_version FOR EACH ROW EXECUTE FUNCTION public.version_number_rises_insert();
ALTER TABLE ONLY public.account_emailaddress
    ADD CONSTRAINT account_emailaddress_user_id_2c513194_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.account_emailconfirmation
    ADD CONSTRAINT account_emailconfirm_email_address_id_5b7f8c58_fk_account_e FOREIGN KEY (email_address_id) REFERENCES public.account_emailaddress(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_user_groups
    ADD CONSTRAINT accounts_user_groups_group_id_bd11a704_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_user_groups
    ADD CONSTRAINT accounts_user_groups_user_id_52b62117_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_user_user_permissions
    ADD CONSTRAINT accounts_user_user_p_permission_id_113bb443_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.accounts_user_user_permissions
    ADD CONSTRAINT accounts_user_user_p_user_id_e4f0a161_fk_accounts_ FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_article
    ADD CONSTRAINT articles_article_author_id_059aea7d_fk_accounts_user_id FOREIGN KEY (author_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_change
    ADD CONSTRAINT articles_change_version_id_9c1489e6_fk_articles_version_id FOREIGN KEY (version_id) REFERENCES public.articles_version(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_correction
    ADD CONSTRAINT articles_correction_version_id_7cb0749f_fk_articles_version_id FOREIGN KEY (version_id) REFERENCES public.articles_version(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_descent
    ADD CONSTRAINT articles_descent_ancestor_id_ff25c8a1_fk_roles_role_id FOREIGN KEY (ancestor_id) REFERENCES public.roles_role(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_descent
    ADD CONSTRAINT articles_descent_descendant_id_1ee56245_fk_roles_role_id FOREIGN KEY (descendant_id) REFERENCES public.roles_role(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_descent
    ADD CONSTRAINT articles_descent_version_id_d1f8c23a_fk_articles_version_id FOREIGN KEY (version_id) REFERENCES public.articles_version(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_placement
    ADD CONSTRAINT articles_placement_role_id_92ff922d_fk_roles_role_id FOREIGN KEY (role_id) REFERENCES public.roles_role(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_placement
    ADD CONSTRAINT articles_placement_version_id_ac8286f6_fk_articles_version_id FOREIGN KEY (version_id) REFERENCES public.articles_version(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_previewlink
    ADD CONSTRAINT articles_previewlink_created_by_id_f4940d06_fk_accounts_user_id FOREIGN KEY (created_by_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_previewlink
    ADD CONSTRAINT articles_previewlink_version_id_9fb01473_fk_articles_version_id FOREIGN KEY (version_id) REFERENCES public.articles_version(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_version
    ADD CONSTRAINT articles_version_article_id_cee81370_fk_articles_article_id FOREIGN KEY (article_id) REFERENCES public.articles_article(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.articles_version
    ADD CONSTRAINT articles_version_predecessor_id_51397448_fk_articles_version_id FOREIGN KEY (predecessor_id) REFERENCES public.articles_version(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissio_permission_id_84c5c92e_fk_auth_perm FOREIGN KEY (permission_id) REFERENCES public.auth_permission(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_group_permissions
    ADD CONSTRAINT auth_group_permissions_group_id_b120cbf9_fk_auth_group_id FOREIGN KEY (group_id) REFERENCES public.auth_group(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.auth_permission
    ADD CONSTRAINT auth_permission_content_type_id_2f476e4b_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.comments_comment
    ADD CONSTRAINT comments_comment_article_id_94fe60a2_fk_articles_article_id FOREIGN KEY (article_id) REFERENCES public.articles_article(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.comments_comment
    ADD CONSTRAINT comments_comment_author_id_334ce9e2_fk_accounts_user_id FOREIGN KEY (author_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.comments_comment_changes
    ADD CONSTRAINT comments_comment_cha_change_id_287a1d33_fk_articles_ FOREIGN KEY (change_id) REFERENCES public.articles_change(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.comments_comment_changes
    ADD CONSTRAINT comments_comment_cha_comment_id_4e07868e_fk_comments_ FOREIGN KEY (comment_id) REFERENCES public.comments_comment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.comments_comment
    ADD CONSTRAINT comments_comment_in_reply_to_id_3ea14932_fk_comments_comment_id FOREIGN KEY (in_reply_to_id) REFERENCES public.comments_comment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.comments_comment
    ADD CONSTRAINT comments_comment_role_id_b111e65c_fk_roles_role_id FOREIGN KEY (role_id) REFERENCES public.roles_role(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.comments_comment
    ADD CONSTRAINT comments_comment_root_id_23b4c218_fk_comments_comment_id FOREIGN KEY (root_id) REFERENCES public.comments_comment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.comments_comment
    ADD CONSTRAINT comments_comment_version_id_1d3bc74c_fk_articles_version_id FOREIGN KEY (version_id) REFERENCES public.articles_version(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.comments_moderation
    ADD CONSTRAINT comments_moderation_actor_id_efecb47b_fk_accounts_user_id FOREIGN KEY (actor_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.comments_moderation
    ADD CONSTRAINT comments_moderation_comment_id_0c0eae72_fk_comments_comment_id FOREIGN KEY (comment_id) REFERENCES public.comments_comment(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.django_admin_log
    ADD CONSTRAINT django_admin_log_content_type_id_c4bce8eb_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.django_admin_log
    ADD CONSTRAINT django_admin_log_user_id_c564eba6_fk_accounts_user_id FOREIGN KEY (user_id) REFERENCES public.accounts_user(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.taggit_taggeditem
    ADD CONSTRAINT taggit_taggeditem_content_type_id_9957a03c_fk_django_co FOREIGN KEY (content_type_id) REFERENCES public.django_content_type(id) DEFERRABLE INITIALLY DEFERRED;
ALTER TABLE ONLY public.taggit_taggeditem
    ADD CONSTRAINT taggit_taggeditem_tag_id_f4f5b767_fk_taggit_tag_id FOREIGN KEY (tag_id) REFERENCES public.taggit_tag(id) DEFERRABLE INITIALLY DEFERRED;
