BEGIN TRANSACTION;
CREATE TABLE "account_emailaddress" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "verified" bool NOT NULL, "primary" bool NOT NULL, "user_id" bigint NOT NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED, "email" varchar(254) NOT NULL);
INSERT INTO "account_emailaddress" VALUES(1,1,1,1,'alice@example.org');
INSERT INTO "account_emailaddress" VALUES(2,1,1,2,'bob@example.org');
CREATE TABLE "account_emailconfirmation" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "created" datetime NOT NULL, "sent" datetime NULL, "key" varchar(64) NOT NULL UNIQUE, "email_address_id" integer NOT NULL REFERENCES "account_emailaddress" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "accounts_user" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "password" varchar(128) NOT NULL, "last_login" datetime NULL, "is_superuser" bool NOT NULL, "username" varchar(150) NOT NULL UNIQUE, "is_staff" bool NOT NULL, "is_active" bool NOT NULL, "date_joined" datetime NOT NULL, "email" varchar(254) NOT NULL, "name" varchar(60) NOT NULL, "headline" varchar(120) NOT NULL, "bio" text NOT NULL, "bio_html" text NOT NULL);
INSERT INTO "accounts_user" VALUES(1,'!',NULL,1,'alice',1,1,'2025-03-01 09:00:00','alice@example.org','Alice','Maps a field','She *writes*.','<p>She <em>writes</em>.</p>
');
INSERT INTO "accounts_user" VALUES(2,'!','2025-05-01 09:00:00',0,'bob',0,1,'2025-03-01 09:00:00','bob@example.org','Bob','','','');
INSERT INTO "accounts_user" VALUES(3,'!iw5XlgC9zLUUFcCmpLN0PbIjvZJTuPqrgA3y3tum',NULL,0,'eve',0,1,'2025-03-01 09:00:00','eve@example.org','','','','');
CREATE TABLE "accounts_user_groups" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_id" bigint NOT NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "accounts_user_user_permissions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "user_id" bigint NOT NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "articles_article" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "slug" varchar(80) NOT NULL UNIQUE, "title" varchar(120) NOT NULL, "comment_count" integer unsigned NOT NULL CHECK ("comment_count" >= 0), "author_id" bigint NOT NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "articles_article" VALUES(1,'ml-map','ML Map',5,1);
INSERT INTO "articles_article" VALUES(2,'withdrawn','Withdrawn',1,1);
INSERT INTO "articles_article" VALUES(3,'scheduled','Scheduled',0,1);
CREATE TABLE "articles_change" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "position" smallint unsigned NOT NULL CHECK ("position" >= 0), "text" varchar(300) NOT NULL, "version_id" bigint NOT NULL REFERENCES "articles_version" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "articles_change" VALUES(1,1,'The border is softer.',2);
INSERT INTO "articles_change" VALUES(2,1,'It was written again.',3);
CREATE TABLE "articles_correction" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "body" text NOT NULL, "body_html" text NOT NULL, "cover_alt" varchar(300) NOT NULL, "revision" smallint unsigned NOT NULL CHECK ("revision" >= 0), "reason" varchar(300) NOT NULL, "digest" varchar(64) NOT NULL, "created_at" datetime NOT NULL, "version_id" bigint NOT NULL REFERENCES "articles_version" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "correction_revision_is_unique" UNIQUE ("version_id", "revision"), CONSTRAINT "correction_has_reason" CHECK (("revision" >= 2 AND NOT ("reason" = ''))));
INSERT INTO "articles_correction" VALUES(1,'# What it is

A **field** with a [link](https://example.org/), 三 “quotes”, corrected.','<h2 id="what-it-is">What it is</h2>
<p>A <strong>field</strong> with a <a href="https://example.org/" rel="noopener">link</a>, 三 “quotes”, corrected.</p>
','',2,'A slip of the pen.','2fe66861a5a2a0f69b5bbaa496a33b2abaf9c910e976b47ebb7763df2e21e9b6','2025-03-31 09:00:00',1);
CREATE TABLE "articles_descent" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "ancestor_id" bigint NULL REFERENCES "roles_role" ("id") DEFERRABLE INITIALLY DEFERRED, "descendant_id" bigint NULL REFERENCES "roles_role" ("id") DEFERRABLE INITIALLY DEFERRED, "version_id" bigint NOT NULL REFERENCES "articles_version" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "descent_has_an_end" CHECK ((NOT ("ancestor_id" IS NULL) OR NOT ("descendant_id" IS NULL))), CONSTRAINT "descent_is_between_two_roles" CHECK (NOT ("ancestor_id" = ("descendant_id") AND "ancestor_id" IS NOT NULL AND "descendant_id" IS NOT NULL)), CONSTRAINT "descent_once_a_version" UNIQUE ("version_id", "ancestor_id", "descendant_id"));
INSERT INTO "articles_descent" VALUES(1,2,4,2);
INSERT INTO "articles_descent" VALUES(2,2,5,2);
INSERT INTO "articles_descent" VALUES(3,3,NULL,2);
CREATE TABLE "articles_placement" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(80) NOT NULL, "start" smallint unsigned NOT NULL CHECK ("start" >= 0), "end" smallint unsigned NOT NULL CHECK ("end" >= 0), "summary" varchar(300) NOT NULL, "role_id" bigint NOT NULL REFERENCES "roles_role" ("id") DEFERRABLE INITIALLY DEFERRED, "version_id" bigint NOT NULL REFERENCES "articles_version" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "placement_role_once_a_version" UNIQUE ("version_id", "role_id"), CONSTRAINT "placement_is_on_the_line" CHECK (("end" <= 100 AND "start" >= 0 AND "start" < ("end"))));
INSERT INTO "articles_placement" VALUES(1,'Developer',0,45,'What the developer does.',1,1);
INSERT INTO "articles_placement" VALUES(2,'Ml Engineer',35,100,'What the ml-engineer does.',2,1);
INSERT INTO "articles_placement" VALUES(3,'Mlops',20,80,'What the mlops does.',3,1);
INSERT INTO "articles_placement" VALUES(7,'Developer',0,40,'What the developer does.',1,2);
INSERT INTO "articles_placement" VALUES(8,'Data Engineer',30,70,'What the data-engineer does.',4,2);
INSERT INTO "articles_placement" VALUES(9,'Modeller',60,100,'What the modeller does.',5,2);
INSERT INTO "articles_placement" VALUES(10,'Developer',0,40,'What the developer does.',1,3);
INSERT INTO "articles_placement" VALUES(11,'Data Engineer',30,70,'What the data-engineer does.',4,3);
INSERT INTO "articles_placement" VALUES(12,'Modeller',60,100,'What the modeller does.',5,3);
INSERT INTO "articles_placement" VALUES(13,'Developer',0,45,'What the developer does.',1,4);
INSERT INTO "articles_placement" VALUES(14,'Ml Engineer',35,100,'What the ml-engineer does.',2,4);
INSERT INTO "articles_placement" VALUES(15,'Mlops',20,80,'What the mlops does.',3,4);
INSERT INTO "articles_placement" VALUES(16,'Developer',0,45,'What the developer does.',1,5);
INSERT INTO "articles_placement" VALUES(17,'Ml Engineer',35,100,'What the ml-engineer does.',2,5);
INSERT INTO "articles_placement" VALUES(18,'Mlops',20,80,'What the mlops does.',3,5);
CREATE TABLE "articles_previewlink" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "token_hash" varchar(64) NOT NULL UNIQUE, "created_at" datetime NOT NULL, "expires_at" datetime NOT NULL, "revoked_at" datetime NULL, "created_by_id" bigint NOT NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED, "version_id" bigint NOT NULL REFERENCES "articles_version" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "articles_version" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "body" text NOT NULL, "body_html" text NOT NULL, "cover_alt" varchar(300) NOT NULL, "major" smallint unsigned NOT NULL CHECK ("major" >= 0), "minor" smallint unsigned NOT NULL CHECK ("minor" >= 0), "title" varchar(160) NOT NULL, "teaser" varchar(300) NOT NULL, "cover" varchar(100) NOT NULL, "cover_width" integer unsigned NULL CHECK ("cover_width" >= 0), "cover_height" integer unsigned NULL CHECK ("cover_height" >= 0), "cover_caption" varchar(300) NOT NULL, "cover_focus_x" smallint unsigned NOT NULL CHECK ("cover_focus_x" >= 0), "cover_focus_y" smallint unsigned NOT NULL CHECK ("cover_focus_y" >= 0), "line_start" varchar(60) NOT NULL, "line_end" varchar(60) NOT NULL, "reading_minutes" smallint unsigned NOT NULL CHECK ("reading_minutes" >= 0), "published_at" datetime NULL, "digest" varchar(64) NOT NULL, "withdrawn_at" datetime NULL, "withdrawal_reason" varchar(500) NOT NULL, "updated_at" datetime NOT NULL, "article_id" bigint NOT NULL REFERENCES "articles_article" ("id") DEFERRABLE INITIALLY DEFERRED, "predecessor_id" bigint NULL REFERENCES "articles_version" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "version_number_is_unique" UNIQUE ("article_id", "major", "minor"), CONSTRAINT "version_number_is_in_range" CHECK (("major" <= 9999 AND "minor" <= 9999 AND NOT ("major" = 0 AND "minor" = 0))), CONSTRAINT "version_focus_is_on_the_cover" CHECK (("cover_focus_x" <= 100 AND "cover_focus_y" <= 100)), CONSTRAINT "version_published_has_digest" CHECK ((("digest" = '' AND "published_at" IS NULL) OR (NOT ("published_at" IS NULL) AND NOT ("digest" = '')))), CONSTRAINT "version_withdrawal_has_reason" CHECK ((("withdrawal_reason" = '' AND "withdrawn_at" IS NULL) OR (NOT ("withdrawn_at" IS NULL) AND NOT ("withdrawal_reason" = '') AND NOT ("published_at" IS NULL)))));
INSERT INTO "articles_version" VALUES(1,'# What it is

A **field** with a [link](https://example.org/), 三 “quotes”

| a | b |
| - | - |
| 1 | 2 |','<h2 id="what-it-is">What it is</h2>
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
','',0,1,'ML Map v0.1','','',NULL,NULL,'',50,50,'toward the user','toward the science',1,'2025-03-01 09:00:00','865c2b56bb1325256c4e3386f60077f1534a8e7b6ff928bd3e3466fbabb81942',NULL,'','2025-03-01 09:00:00',1,NULL);
INSERT INTO "articles_version" VALUES(2,'The text of v0.2.','<p>The text of v0.2.</p>
','',0,2,'ML Map v0.2','','',NULL,NULL,'',50,50,'toward the user','toward the science',1,'2025-04-30 09:00:00','ea800d6b0dae938ac1641c09464d48d8be07b0de03f46e3dda48b20d0d91b8a1',NULL,'','2025-04-30 09:00:00',1,1);
INSERT INTO "articles_version" VALUES(3,'The text of v0.3.','<p>The text of v0.3.</p>
','',0,3,'ML Map v0.3','','',NULL,NULL,'',50,50,'toward the user','toward the science',1,NULL,'',NULL,'','2025-05-01 09:00:00',1,2);
INSERT INTO "articles_version" VALUES(4,'The text of v0.1.','<p>The text of v0.1.</p>
','',0,1,'ML Map v0.1','','',NULL,NULL,'',50,50,'toward the user','toward the science',1,'2025-05-01 09:00:00','9e033c0fc426ca2f6c8e4ae2c48f148a1163ed499f313336e3a793eee30007de','2025-05-01 09:00:00','It was wrong.','2025-05-01 09:00:00',2,NULL);
INSERT INTO "articles_version" VALUES(5,'The text of v0.1.','<p>The text of v0.1.</p>
','',0,1,'ML Map v0.1','','',NULL,NULL,'',50,50,'toward the user','toward the science',1,'2999-01-01 00:00:00','3a2fcaa1ffca639149d8d8f9021f5fa6d6fecd4669cbc26b760766f6952340bc',NULL,'','2025-05-01 09:00:00',3,NULL);
CREATE TABLE "auth_group" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(150) NOT NULL UNIQUE);
CREATE TABLE "auth_group_permissions" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "group_id" integer NOT NULL REFERENCES "auth_group" ("id") DEFERRABLE INITIALLY DEFERRED, "permission_id" integer NOT NULL REFERENCES "auth_permission" ("id") DEFERRABLE INITIALLY DEFERRED);
CREATE TABLE "auth_permission" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "codename" varchar(100) NOT NULL, "name" varchar(255) NOT NULL);
INSERT INTO "auth_permission" VALUES(1,1,'add_comment','Can add comment');
INSERT INTO "auth_permission" VALUES(2,1,'change_comment','Can change comment');
INSERT INTO "auth_permission" VALUES(3,1,'delete_comment','Can delete comment');
INSERT INTO "auth_permission" VALUES(4,1,'view_comment','Can view comment');
INSERT INTO "auth_permission" VALUES(5,2,'add_moderation','Can add moderation');
INSERT INTO "auth_permission" VALUES(6,2,'change_moderation','Can change moderation');
INSERT INTO "auth_permission" VALUES(7,2,'delete_moderation','Can delete moderation');
INSERT INTO "auth_permission" VALUES(8,2,'view_moderation','Can view moderation');
INSERT INTO "auth_permission" VALUES(9,3,'add_article','Can add article');
INSERT INTO "auth_permission" VALUES(10,3,'change_article','Can change article');
INSERT INTO "auth_permission" VALUES(11,3,'delete_article','Can delete article');
INSERT INTO "auth_permission" VALUES(12,3,'view_article','Can view article');
INSERT INTO "auth_permission" VALUES(13,4,'add_version','Can add version');
INSERT INTO "auth_permission" VALUES(14,4,'change_version','Can change version');
INSERT INTO "auth_permission" VALUES(15,4,'delete_version','Can delete version');
INSERT INTO "auth_permission" VALUES(16,4,'view_version','Can view version');
INSERT INTO "auth_permission" VALUES(17,5,'add_previewlink','Can add preview link');
INSERT INTO "auth_permission" VALUES(18,5,'change_previewlink','Can change preview link');
INSERT INTO "auth_permission" VALUES(19,5,'delete_previewlink','Can delete preview link');
INSERT INTO "auth_permission" VALUES(20,5,'view_previewlink','Can view preview link');
INSERT INTO "auth_permission" VALUES(21,6,'add_placement','Can add placement');
INSERT INTO "auth_permission" VALUES(22,6,'change_placement','Can change placement');
INSERT INTO "auth_permission" VALUES(23,6,'delete_placement','Can delete placement');
INSERT INTO "auth_permission" VALUES(24,6,'view_placement','Can view placement');
INSERT INTO "auth_permission" VALUES(25,7,'add_descent','Can add descent');
INSERT INTO "auth_permission" VALUES(26,7,'change_descent','Can change descent');
INSERT INTO "auth_permission" VALUES(27,7,'delete_descent','Can delete descent');
INSERT INTO "auth_permission" VALUES(28,7,'view_descent','Can view descent');
INSERT INTO "auth_permission" VALUES(29,8,'add_correction','Can add correction');
INSERT INTO "auth_permission" VALUES(30,8,'change_correction','Can change correction');
INSERT INTO "auth_permission" VALUES(31,8,'delete_correction','Can delete correction');
INSERT INTO "auth_permission" VALUES(32,8,'view_correction','Can view correction');
INSERT INTO "auth_permission" VALUES(33,9,'add_change','Can add change');
INSERT INTO "auth_permission" VALUES(34,9,'change_change','Can change change');
INSERT INTO "auth_permission" VALUES(35,9,'delete_change','Can delete change');
INSERT INTO "auth_permission" VALUES(36,9,'view_change','Can view change');
INSERT INTO "auth_permission" VALUES(37,10,'add_role','Can add role');
INSERT INTO "auth_permission" VALUES(38,10,'change_role','Can change role');
INSERT INTO "auth_permission" VALUES(39,10,'delete_role','Can delete role');
INSERT INTO "auth_permission" VALUES(40,10,'view_role','Can view role');
INSERT INTO "auth_permission" VALUES(41,11,'add_user','Can add user');
INSERT INTO "auth_permission" VALUES(42,11,'change_user','Can change user');
INSERT INTO "auth_permission" VALUES(43,11,'delete_user','Can delete user');
INSERT INTO "auth_permission" VALUES(44,11,'view_user','Can view user');
INSERT INTO "auth_permission" VALUES(45,12,'add_emailaddress','Can add email address');
INSERT INTO "auth_permission" VALUES(46,12,'change_emailaddress','Can change email address');
INSERT INTO "auth_permission" VALUES(47,12,'delete_emailaddress','Can delete email address');
INSERT INTO "auth_permission" VALUES(48,12,'view_emailaddress','Can view email address');
INSERT INTO "auth_permission" VALUES(49,13,'add_emailconfirmation','Can add email confirmation');
INSERT INTO "auth_permission" VALUES(50,13,'change_emailconfirmation','Can change email confirmation');
INSERT INTO "auth_permission" VALUES(51,13,'delete_emailconfirmation','Can delete email confirmation');
INSERT INTO "auth_permission" VALUES(52,13,'view_emailconfirmation','Can view email confirmation');
INSERT INTO "auth_permission" VALUES(53,14,'add_tag','Can add tag');
INSERT INTO "auth_permission" VALUES(54,14,'change_tag','Can change tag');
INSERT INTO "auth_permission" VALUES(55,14,'delete_tag','Can delete tag');
INSERT INTO "auth_permission" VALUES(56,14,'view_tag','Can view tag');
INSERT INTO "auth_permission" VALUES(57,15,'add_taggeditem','Can add tagged item');
INSERT INTO "auth_permission" VALUES(58,15,'change_taggeditem','Can change tagged item');
INSERT INTO "auth_permission" VALUES(59,15,'delete_taggeditem','Can delete tagged item');
INSERT INTO "auth_permission" VALUES(60,15,'view_taggeditem','Can view tagged item');
INSERT INTO "auth_permission" VALUES(61,16,'add_logentry','Can add log entry');
INSERT INTO "auth_permission" VALUES(62,16,'change_logentry','Can change log entry');
INSERT INTO "auth_permission" VALUES(63,16,'delete_logentry','Can delete log entry');
INSERT INTO "auth_permission" VALUES(64,16,'view_logentry','Can view log entry');
INSERT INTO "auth_permission" VALUES(65,17,'add_permission','Can add permission');
INSERT INTO "auth_permission" VALUES(66,17,'change_permission','Can change permission');
INSERT INTO "auth_permission" VALUES(67,17,'delete_permission','Can delete permission');
INSERT INTO "auth_permission" VALUES(68,17,'view_permission','Can view permission');
INSERT INTO "auth_permission" VALUES(69,18,'add_group','Can add group');
INSERT INTO "auth_permission" VALUES(70,18,'change_group','Can change group');
INSERT INTO "auth_permission" VALUES(71,18,'delete_group','Can delete group');
INSERT INTO "auth_permission" VALUES(72,18,'view_group','Can view group');
INSERT INTO "auth_permission" VALUES(73,19,'add_contenttype','Can add content type');
INSERT INTO "auth_permission" VALUES(74,19,'change_contenttype','Can change content type');
INSERT INTO "auth_permission" VALUES(75,19,'delete_contenttype','Can delete content type');
INSERT INTO "auth_permission" VALUES(76,19,'view_contenttype','Can view content type');
INSERT INTO "auth_permission" VALUES(77,20,'add_session','Can add session');
INSERT INTO "auth_permission" VALUES(78,20,'change_session','Can change session');
INSERT INTO "auth_permission" VALUES(79,20,'delete_session','Can delete session');
INSERT INTO "auth_permission" VALUES(80,20,'view_session','Can view session');
CREATE TABLE "comments_comment" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "body" text NOT NULL, "body_html" text NOT NULL, "state" varchar(8) NOT NULL, "created_at" datetime NOT NULL, "reply_count" integer unsigned NOT NULL CHECK ("reply_count" >= 0), "article_id" bigint NOT NULL REFERENCES "articles_article" ("id") DEFERRABLE INITIALLY DEFERRED, "author_id" bigint NOT NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED, "role_id" bigint NULL REFERENCES "roles_role" ("id") DEFERRABLE INITIALLY DEFERRED, "version_id" bigint NOT NULL REFERENCES "articles_version" ("id") DEFERRABLE INITIALLY DEFERRED, "in_reply_to_id" bigint NULL REFERENCES "comments_comment" ("id") DEFERRABLE INITIALLY DEFERRED, "root_id" bigint NULL REFERENCES "comments_comment" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "comment_reply_has_root" CHECK ((("in_reply_to_id" IS NULL AND "root_id" IS NULL) OR (NOT ("root_id" IS NULL) AND NOT ("in_reply_to_id" IS NULL)))), CONSTRAINT "comment_state_is_known" CHECK ("state" IN ('pending', 'approved', 'rejected', 'removed')));
INSERT INTO "comments_comment" VALUES(1,'The border is *softer* than that. https://example.org/','<p>The border is <em>softer</em> than that. <a href="https://example.org/" rel="nofollow ugc noopener">https://example.org/</a></p>
','approved','2025-03-31 09:00:00',2,1,2,NULL,1,NULL,NULL);
INSERT INTO "comments_comment" VALUES(2,'True, it moves in the next one.','<p>True, it moves in the next one.</p>
','approved','2025-03-31 09:00:00',0,1,1,NULL,1,1,1);
INSERT INTO "comments_comment" VALUES(3,'Agreed.','<p>Agreed.</p>
','approved','2025-03-31 09:00:00',0,1,3,NULL,1,2,1);
INSERT INTO "comments_comment" VALUES(4,'Waits.','<p>Waits.</p>
','pending','2025-03-31 09:00:00',0,1,3,NULL,1,NULL,NULL);
INSERT INTO "comments_comment" VALUES(5,'Was approved.','<p>Was approved.</p>
','approved','2025-03-31 09:00:00',0,1,3,NULL,1,NULL,NULL);
INSERT INTO "comments_comment" VALUES(6,'Was rejected.','<p>Was rejected.</p>
','rejected','2025-03-31 09:00:00',0,1,3,NULL,1,NULL,NULL);
INSERT INTO "comments_comment" VALUES(7,'Was removed.','<p>Was removed.</p>
','removed','2025-03-31 09:00:00',0,1,3,NULL,1,NULL,NULL);
INSERT INTO "comments_comment" VALUES(8,'Better.','<p>Better.</p>
','approved','2025-04-30 09:00:00',0,1,2,NULL,2,NULL,NULL);
INSERT INTO "comments_comment" VALUES(9,'On what is gone.','<p>On what is gone.</p>
','approved','2025-05-01 09:00:00',0,2,2,NULL,4,NULL,NULL);
CREATE TABLE "comments_comment_changes" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "comment_id" bigint NOT NULL REFERENCES "comments_comment" ("id") DEFERRABLE INITIALLY DEFERRED, "change_id" bigint NOT NULL REFERENCES "articles_change" ("id") DEFERRABLE INITIALLY DEFERRED);
INSERT INTO "comments_comment_changes" VALUES(1,1,1);
CREATE TABLE "comments_moderation" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "action" varchar(7) NOT NULL, "reason" varchar(300) NOT NULL, "created_at" datetime NOT NULL, "actor_id" bigint NOT NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED, "comment_id" bigint NOT NULL REFERENCES "comments_comment" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "moderation_has_reason" CHECK (("action" = 'approve' OR ("action" IN ('reject', 'remove') AND NOT ("reason" = '')))));
INSERT INTO "comments_moderation" VALUES(1,'approve','','2025-03-31 09:00:00',1,5);
INSERT INTO "comments_moderation" VALUES(2,'reject','It is off the subject.','2025-03-31 09:00:00',1,6);
INSERT INTO "comments_moderation" VALUES(3,'remove','It is off the subject.','2025-03-31 09:00:00',1,7);
CREATE TABLE "django_admin_log" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "object_id" text NULL, "object_repr" varchar(200) NOT NULL, "action_flag" smallint unsigned NOT NULL CHECK ("action_flag" >= 0), "change_message" text NOT NULL, "content_type_id" integer NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "user_id" bigint NOT NULL REFERENCES "accounts_user" ("id") DEFERRABLE INITIALLY DEFERRED, "action_time" datetime NOT NULL);
INSERT INTO "django_admin_log" VALUES(1,'1','ML Map v0.1',2,'Started from nothing.',4,1,'2025-03-01 09:00:00');
INSERT INTO "django_admin_log" VALUES(2,'1','ML Map v0.1',2,'Published. Digest 865c2b56bb1325256c4e3386f60077f1534a8e7b6ff928bd3e3466fbabb81942.',4,1,'2025-03-01 09:00:00');
INSERT INTO "django_admin_log" VALUES(3,'1','ML Map v0.1',2,'Corrected (r2): A slip of the pen. Digest 2fe66861a5a2a0f69b5bbaa496a33b2abaf9c910e976b47ebb7763df2e21e9b6.',4,1,'2025-03-31 09:00:00');
INSERT INTO "django_admin_log" VALUES(4,'2','ML Map v0.2',2,'Started from v0.1.',4,1,'2025-04-30 09:00:00');
INSERT INTO "django_admin_log" VALUES(5,'2','ML Map v0.2',2,'Published. Digest ea800d6b0dae938ac1641c09464d48d8be07b0de03f46e3dda48b20d0d91b8a1.',4,1,'2025-04-30 09:00:00');
INSERT INTO "django_admin_log" VALUES(6,'3','ML Map v0.3',2,'Started from v0.2.',4,1,'2025-05-01 09:00:00');
INSERT INTO "django_admin_log" VALUES(7,'4','Withdrawn v0.1',2,'Started from nothing.',4,1,'2025-05-01 09:00:00');
INSERT INTO "django_admin_log" VALUES(8,'4','Withdrawn v0.1',2,'Published. Digest 9e033c0fc426ca2f6c8e4ae2c48f148a1163ed499f313336e3a793eee30007de.',4,1,'2025-05-01 09:00:00');
INSERT INTO "django_admin_log" VALUES(9,'4','Withdrawn v0.1',2,'Withdrawn: It was wrong.',4,1,'2025-05-01 09:00:00');
INSERT INTO "django_admin_log" VALUES(10,'5','Scheduled v0.1',2,'Started from nothing.',4,1,'2025-05-01 09:00:00');
INSERT INTO "django_admin_log" VALUES(11,'5','Scheduled v0.1',2,'Scheduled for 2999-01-01T00:00:00+00:00. Digest 3a2fcaa1ffca639149d8d8f9021f5fa6d6fecd4669cbc26b760766f6952340bc.',4,1,'2025-05-01 09:00:00');
CREATE TABLE "django_content_type" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app_label" varchar(100) NOT NULL, "model" varchar(100) NOT NULL);
INSERT INTO "django_content_type" VALUES(1,'comments','comment');
INSERT INTO "django_content_type" VALUES(2,'comments','moderation');
INSERT INTO "django_content_type" VALUES(3,'articles','article');
INSERT INTO "django_content_type" VALUES(4,'articles','version');
INSERT INTO "django_content_type" VALUES(5,'articles','previewlink');
INSERT INTO "django_content_type" VALUES(6,'articles','placement');
INSERT INTO "django_content_type" VALUES(7,'articles','descent');
INSERT INTO "django_content_type" VALUES(8,'articles','correction');
INSERT INTO "django_content_type" VALUES(9,'articles','change');
INSERT INTO "django_content_type" VALUES(10,'roles','role');
INSERT INTO "django_content_type" VALUES(11,'accounts','user');
INSERT INTO "django_content_type" VALUES(12,'account','emailaddress');
INSERT INTO "django_content_type" VALUES(13,'account','emailconfirmation');
INSERT INTO "django_content_type" VALUES(14,'taggit','tag');
INSERT INTO "django_content_type" VALUES(15,'taggit','taggeditem');
INSERT INTO "django_content_type" VALUES(16,'admin','logentry');
INSERT INTO "django_content_type" VALUES(17,'auth','permission');
INSERT INTO "django_content_type" VALUES(18,'auth','group');
INSERT INTO "django_content_type" VALUES(19,'contenttypes','contenttype');
INSERT INTO "django_content_type" VALUES(20,'sessions','session');
CREATE TABLE "django_migrations" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "app" varchar(255) NOT NULL, "name" varchar(255) NOT NULL, "applied" datetime NOT NULL);
INSERT INTO "django_migrations" VALUES(1,'contenttypes','0001_initial','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(2,'contenttypes','0002_remove_content_type_name','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(3,'auth','0001_initial','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(4,'auth','0002_alter_permission_name_max_length','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(5,'auth','0003_alter_user_email_max_length','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(6,'auth','0004_alter_user_username_opts','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(7,'auth','0005_alter_user_last_login_null','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(8,'auth','0006_require_contenttypes_0002','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(9,'auth','0007_alter_validators_add_error_messages','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(10,'auth','0008_alter_user_username_max_length','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(11,'auth','0009_alter_user_last_name_max_length','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(12,'auth','0010_alter_group_name_max_length','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(13,'auth','0011_update_proxy_permissions','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(14,'auth','0012_alter_user_first_name_max_length','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(15,'accounts','0001_initial','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(16,'account','0001_initial','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(17,'account','0002_email_max_length','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(18,'account','0003_alter_emailaddress_create_unique_verified_email','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(19,'account','0004_alter_emailaddress_drop_unique_email','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(20,'account','0005_emailaddress_idx_upper_email','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(21,'account','0006_emailaddress_lower','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(22,'account','0007_emailaddress_idx_email','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(23,'account','0008_emailaddress_unique_primary_email_fixup','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(24,'account','0009_emailaddress_unique_primary_email','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(25,'admin','0001_initial','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(26,'admin','0002_logentry_remove_auto_add','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(27,'admin','0003_logentry_add_action_flag_choices','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(28,'taggit','0001_initial','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(29,'taggit','0002_auto_20150616_2121','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(30,'taggit','0003_taggeditem_add_unique_index','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(31,'taggit','0004_alter_taggeditem_content_type_alter_taggeditem_tag','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(32,'taggit','0005_auto_20220424_2025','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(33,'taggit','0006_rename_taggeditem_content_type_object_id_taggit_tagg_content_8fc721_idx','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(34,'roles','0001_initial','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(35,'articles','0001_initial','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(36,'comments','0001_initial','2026-11-23 17:09:54');
INSERT INTO "django_migrations" VALUES(37,'sessions','0001_initial','2026-11-23 17:09:54');
CREATE TABLE "django_session" ("session_key" varchar(40) NOT NULL PRIMARY KEY, "session_data" text NOT NULL, "expire_date" datetime NOT NULL);
CREATE TABLE "mlmap_cache" (
    "cache_key" varchar(255) NOT NULL PRIMARY KEY,
    "value" text NOT NULL,
    "expires" datetime NOT NULL
);
CREATE TABLE "roles_role" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "slug" varchar(60) NOT NULL UNIQUE, "kind" varchar(8) NOT NULL, CONSTRAINT "role_kind_is_known" CHECK ("kind" IN ('role', 'practice')));
INSERT INTO "roles_role" VALUES(1,'developer','role');
INSERT INTO "roles_role" VALUES(2,'ml-engineer','role');
INSERT INTO "roles_role" VALUES(3,'mlops','practice');
INSERT INTO "roles_role" VALUES(4,'data-engineer','role');
INSERT INTO "roles_role" VALUES(5,'modeller','role');
CREATE TABLE "taggit_tag" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "name" varchar(100) NOT NULL UNIQUE, "slug" varchar(100) NOT NULL UNIQUE);
INSERT INTO "taggit_tag" VALUES(1,'mapping','mapping');
INSERT INTO "taggit_tag" VALUES(2,'Ünïcode 图','ünïcode-图');
CREATE TABLE "taggit_taggeditem" ("id" integer NOT NULL PRIMARY KEY AUTOINCREMENT, "object_id" integer NOT NULL, "content_type_id" integer NOT NULL REFERENCES "django_content_type" ("id") DEFERRABLE INITIALLY DEFERRED, "tag_id" integer NOT NULL REFERENCES "taggit_tag" ("id") DEFERRABLE INITIALLY DEFERRED, CONSTRAINT "taggit_taggeditem_content_type_id_object_id_tag_id_4bb97a8e_uniq" UNIQUE ("content_type_id", "object_id", "tag_id"));
INSERT INTO "taggit_taggeditem" VALUES(1,1,3,1);
INSERT INTO "taggit_taggeditem" VALUES(2,1,3,2);
CREATE UNIQUE INDEX "django_content_type_app_label_model_76bd3d3b_uniq" ON "django_content_type" ("app_label", "model");
CREATE UNIQUE INDEX "auth_group_permissions_group_id_permission_id_0cd325b0_uniq" ON "auth_group_permissions" ("group_id", "permission_id");
CREATE INDEX "auth_group_permissions_group_id_b120cbf9" ON "auth_group_permissions" ("group_id");
CREATE INDEX "auth_group_permissions_permission_id_84c5c92e" ON "auth_group_permissions" ("permission_id");
CREATE UNIQUE INDEX "auth_permission_content_type_id_codename_01ab375a_uniq" ON "auth_permission" ("content_type_id", "codename");
CREATE INDEX "auth_permission_content_type_id_2f476e4b" ON "auth_permission" ("content_type_id");
CREATE UNIQUE INDEX "accounts_user_groups_user_id_group_id_59c0b32f_uniq" ON "accounts_user_groups" ("user_id", "group_id");
CREATE INDEX "accounts_user_groups_user_id_52b62117" ON "accounts_user_groups" ("user_id");
CREATE INDEX "accounts_user_groups_group_id_bd11a704" ON "accounts_user_groups" ("group_id");
CREATE UNIQUE INDEX "accounts_user_user_permissions_user_id_permission_id_2ab516c2_uniq" ON "accounts_user_user_permissions" ("user_id", "permission_id");
CREATE INDEX "accounts_user_user_permissions_user_id_e4f0a161" ON "accounts_user_user_permissions" ("user_id");
CREATE INDEX "accounts_user_user_permissions_permission_id_113bb443" ON "accounts_user_user_permissions" ("permission_id");
CREATE INDEX "account_emailconfirmation_email_address_id_5b7f8c58" ON "account_emailconfirmation" ("email_address_id");
CREATE UNIQUE INDEX "account_emailaddress_user_id_email_987c8728_uniq" ON "account_emailaddress" ("user_id", "email");
CREATE UNIQUE INDEX "unique_verified_email" ON "account_emailaddress" ("email") WHERE "verified";
CREATE INDEX "account_emailaddress_user_id_2c513194" ON "account_emailaddress" ("user_id");
CREATE INDEX "account_emailaddress_email_03be32b2" ON "account_emailaddress" ("email");
CREATE UNIQUE INDEX "unique_primary_email" ON "account_emailaddress" ("user_id", "primary") WHERE "primary";
CREATE INDEX "django_admin_log_content_type_id_c4bce8eb" ON "django_admin_log" ("content_type_id");
CREATE INDEX "django_admin_log_user_id_c564eba6" ON "django_admin_log" ("user_id");
CREATE INDEX "taggit_taggeditem_object_id_e2d7d1df" ON "taggit_taggeditem" ("object_id");
CREATE INDEX "taggit_taggeditem_content_type_id_9957a03c" ON "taggit_taggeditem" ("content_type_id");
CREATE INDEX "taggit_taggeditem_tag_id_f4f5b767" ON "taggit_taggeditem" ("tag_id");
CREATE INDEX "taggit_tagg_content_8fc721_idx" ON "taggit_taggeditem" ("content_type_id", "object_id");
CREATE INDEX "articles_article_author_id_059aea7d" ON "articles_article" ("author_id");
CREATE INDEX "articles_previewlink_created_by_id_f4940d06" ON "articles_previewlink" ("created_by_id");
CREATE INDEX "articles_previewlink_version_id_9fb01473" ON "articles_previewlink" ("version_id");
CREATE INDEX "articles_change_version_id_9c1489e6" ON "articles_change" ("version_id");
CREATE UNIQUE INDEX "version_one_draft_an_article" ON "articles_version" ("article_id") WHERE "published_at" IS NULL;
CREATE INDEX "articles_version_article_id_cee81370" ON "articles_version" ("article_id");
CREATE INDEX "articles_version_predecessor_id_51397448" ON "articles_version" ("predecessor_id");
CREATE INDEX "version_by_date" ON "articles_version" ("published_at" DESC) WHERE NOT ("published_at" IS NULL);
CREATE UNIQUE INDEX "placement_name_once_a_version" ON "articles_placement" ("version_id", (LOWER("name")));
CREATE INDEX "articles_placement_role_id_92ff922d" ON "articles_placement" ("role_id");
CREATE INDEX "articles_placement_version_id_ac8286f6" ON "articles_placement" ("version_id");
CREATE INDEX "articles_descent_ancestor_id_ff25c8a1" ON "articles_descent" ("ancestor_id");
CREATE INDEX "articles_descent_descendant_id_1ee56245" ON "articles_descent" ("descendant_id");
CREATE INDEX "articles_descent_version_id_d1f8c23a" ON "articles_descent" ("version_id");
CREATE UNIQUE INDEX "descent_retired_once" ON "articles_descent" ("version_id", "ancestor_id") WHERE "descendant_id" IS NULL;
CREATE UNIQUE INDEX "descent_introduced_once" ON "articles_descent" ("version_id", "descendant_id") WHERE "ancestor_id" IS NULL;
CREATE INDEX "articles_correction_version_id_7cb0749f" ON "articles_correction" ("version_id");
CREATE UNIQUE INDEX "comments_comment_changes_comment_id_change_id_0b219d42_uniq" ON "comments_comment_changes" ("comment_id", "change_id");
CREATE INDEX "comments_comment_changes_comment_id_4e07868e" ON "comments_comment_changes" ("comment_id");
CREATE INDEX "comments_comment_changes_change_id_287a1d33" ON "comments_comment_changes" ("change_id");
CREATE INDEX "comments_comment_article_id_94fe60a2" ON "comments_comment" ("article_id");
CREATE INDEX "comments_comment_author_id_334ce9e2" ON "comments_comment" ("author_id");
CREATE INDEX "comments_comment_role_id_b111e65c" ON "comments_comment" ("role_id");
CREATE INDEX "comments_comment_version_id_1d3bc74c" ON "comments_comment" ("version_id");
CREATE INDEX "comments_comment_in_reply_to_id_3ea14932" ON "comments_comment" ("in_reply_to_id");
CREATE INDEX "comments_comment_root_id_23b4c218" ON "comments_comment" ("root_id");
CREATE INDEX "comment_thread" ON "comments_comment" ("article_id", "root_id", "created_at", "id") WHERE "state" IN ('approved', 'removed');
CREATE INDEX "comment_replies" ON "comments_comment" ("root_id", "created_at", "id") WHERE "state" IN ('approved', 'removed');
CREATE INDEX "comment_queue" ON "comments_comment" ("created_at") WHERE "state" = 'pending';
CREATE INDEX "comments_moderation_actor_id_efecb47b" ON "comments_moderation" ("actor_id");
CREATE INDEX "comments_moderation_comment_id_0c0eae72" ON "comments_moderation" ("comment_id");
CREATE INDEX "django_session_expire_date_a5c62663" ON "django_session" ("expire_date");
CREATE TRIGGER comment_keeps_its_version BEFORE UPDATE ON comments_comment WHEN (NEW.article_id IS NOT OLD.article_id OR NEW.version_id IS NOT OLD.version_id OR NEW.root_id IS NOT OLD.root_id OR NEW.in_reply_to_id IS NOT OLD.in_reply_to_id) BEGIN SELECT RAISE(ABORT, 'a comment keeps the version it was made on'); END;
CREATE TRIGGER comment_stays_in_its_article BEFORE INSERT ON comments_comment WHEN NEW.article_id <> (SELECT v.article_id FROM articles_version v WHERE v.id = NEW.version_id) OR NEW.root_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM comments_comment r WHERE r.id = NEW.root_id AND r.root_id IS NULL AND r.article_id = NEW.article_id) OR NEW.in_reply_to_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM comments_comment p WHERE p.id = NEW.in_reply_to_id AND (p.id = NEW.root_id OR p.root_id = NEW.root_id)) BEGIN SELECT RAISE(ABORT, 'a comment belongs to one article'); END;
CREATE TRIGGER comments_comment_never_replaced BEFORE INSERT ON comments_comment WHEN EXISTS (SELECT 1 FROM comments_comment r WHERE r.id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a comment keeps the version it was made on'); END;
CREATE TRIGGER version_frozen_source BEFORE UPDATE ON articles_version WHEN OLD.published_at IS NOT NULL AND (NEW.article_id IS NOT OLD.article_id OR NEW.predecessor_id IS NOT OLD.predecessor_id OR NEW.major IS NOT OLD.major OR NEW.minor IS NOT OLD.minor OR NEW.title IS NOT OLD.title OR NEW.teaser IS NOT OLD.teaser OR NEW.body IS NOT OLD.body OR NEW.cover IS NOT OLD.cover OR NEW.cover_alt IS NOT OLD.cover_alt OR NEW.cover_caption IS NOT OLD.cover_caption OR NEW.cover_focus_x IS NOT OLD.cover_focus_x OR NEW.cover_focus_y IS NOT OLD.cover_focus_y OR NEW.line_start IS NOT OLD.line_start OR NEW.line_end IS NOT OLD.line_end) BEGIN SELECT RAISE(ABORT, 'a published version never changes'); END;
CREATE TRIGGER version_frozen_date BEFORE UPDATE ON articles_version WHEN OLD.published_at IS NOT NULL AND (NEW.published_at IS NOT OLD.published_at OR NEW.digest IS NOT OLD.digest) AND NOT (NEW.published_at IS NULL AND NEW.digest = '' AND OLD.published_at > strftime('%Y-%m-%d %H:%M:%f', 'now')) BEGIN SELECT RAISE(ABORT, 'a published version never changes'); END;
CREATE TRIGGER version_frozen_withdrawal BEFORE UPDATE ON articles_version WHEN OLD.withdrawn_at IS NOT NULL AND (NEW.withdrawn_at IS NOT OLD.withdrawn_at OR NEW.withdrawal_reason IS NOT OLD.withdrawal_reason) BEGIN SELECT RAISE(ABORT, 'a withdrawal stands'); END;
CREATE TRIGGER version_frozen_delete BEFORE DELETE ON articles_version WHEN OLD.published_at IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a published version never changes'); END;
CREATE TRIGGER version_number_rises BEFORE UPDATE ON articles_version WHEN OLD.published_at IS NULL AND NEW.published_at IS NOT NULL AND EXISTS (SELECT 1 FROM articles_version v WHERE v.article_id = NEW.article_id AND v.id <> NEW.id AND v.published_at IS NOT NULL AND (v.major > NEW.major OR (v.major = NEW.major AND v.minor >= NEW.minor))) BEGIN SELECT RAISE(ABORT, 'numbers only rise within an article'); END;
CREATE TRIGGER version_number_rises_insert BEFORE INSERT ON articles_version WHEN NEW.published_at IS NOT NULL AND EXISTS (SELECT 1 FROM articles_version v WHERE v.article_id = NEW.article_id AND v.id <> NEW.id AND v.published_at IS NOT NULL AND (v.major > NEW.major OR (v.major = NEW.major AND v.minor >= NEW.minor))) BEGIN SELECT RAISE(ABORT, 'numbers only rise within an article'); END;
CREATE TRIGGER article_keeps_its_address BEFORE UPDATE ON articles_article WHEN (NEW.slug IS NOT OLD.slug) AND EXISTS (SELECT 1 FROM articles_version v WHERE v.article_id = OLD.id AND v.published_at IS NOT NULL) BEGIN SELECT RAISE(ABORT, 'a published article keeps its address'); END;
CREATE TRIGGER articles_article_never_replaced BEFORE INSERT ON articles_article WHEN EXISTS (SELECT 1 FROM articles_article r WHERE r.id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a published article keeps its address'); END;
CREATE TRIGGER articles_placement_frozen_insert BEFORE INSERT ON articles_placement WHEN (SELECT v.published_at FROM articles_version v WHERE v.id = NEW.version_id ) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a published version never changes'); END;
CREATE TRIGGER articles_placement_frozen_update BEFORE UPDATE ON articles_placement WHEN (SELECT v.published_at FROM articles_version v WHERE v.id = OLD.version_id ) IS NOT NULL OR (SELECT v.published_at FROM articles_version v WHERE v.id = NEW.version_id ) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a published version never changes'); END;
CREATE TRIGGER articles_placement_frozen_delete BEFORE DELETE ON articles_placement WHEN (SELECT v.published_at FROM articles_version v WHERE v.id = OLD.version_id ) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a published version never changes'); END;
CREATE TRIGGER articles_descent_frozen_insert BEFORE INSERT ON articles_descent WHEN (SELECT v.published_at FROM articles_version v WHERE v.id = NEW.version_id ) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a published version never changes'); END;
CREATE TRIGGER articles_descent_frozen_update BEFORE UPDATE ON articles_descent WHEN (SELECT v.published_at FROM articles_version v WHERE v.id = OLD.version_id ) IS NOT NULL OR (SELECT v.published_at FROM articles_version v WHERE v.id = NEW.version_id ) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a published version never changes'); END;
CREATE TRIGGER articles_descent_frozen_delete BEFORE DELETE ON articles_descent WHEN (SELECT v.published_at FROM articles_version v WHERE v.id = OLD.version_id ) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a published version never changes'); END;
CREATE TRIGGER articles_change_frozen_insert BEFORE INSERT ON articles_change WHEN (SELECT v.published_at FROM articles_version v WHERE v.id = NEW.version_id ) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a published version never changes'); END;
CREATE TRIGGER articles_change_frozen_update BEFORE UPDATE ON articles_change WHEN (SELECT v.published_at FROM articles_version v WHERE v.id = OLD.version_id ) IS NOT NULL OR (SELECT v.published_at FROM articles_version v WHERE v.id = NEW.version_id ) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a published version never changes'); END;
CREATE TRIGGER articles_change_frozen_delete BEFORE DELETE ON articles_change WHEN (SELECT v.published_at FROM articles_version v WHERE v.id = OLD.version_id ) IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a published version never changes'); END;
CREATE TRIGGER correction_of_what_is_published BEFORE INSERT ON articles_correction WHEN (SELECT v.published_at FROM articles_version v WHERE v.id = NEW.version_id) IS NULL BEGIN SELECT RAISE(ABORT, 'only what is published is corrected'); END;
CREATE TRIGGER correction_frozen_update BEFORE UPDATE ON articles_correction WHEN (NEW.version_id IS NOT OLD.version_id OR NEW.revision IS NOT OLD.revision OR NEW.body IS NOT OLD.body OR NEW.cover_alt IS NOT OLD.cover_alt OR NEW.reason IS NOT OLD.reason OR NEW.digest IS NOT OLD.digest OR NEW.created_at IS NOT OLD.created_at) BEGIN SELECT RAISE(ABORT, 'a correction stands; add another'); END;
CREATE TRIGGER correction_frozen_delete BEFORE DELETE ON articles_correction WHEN OLD.id IS NOT NULL BEGIN SELECT RAISE(ABORT, 'a correction stands; add another'); END;
CREATE TRIGGER role_keeps_its_slug BEFORE UPDATE ON roles_role WHEN (NEW.slug IS NOT OLD.slug OR NEW.kind IS NOT OLD.kind) BEGIN SELECT RAISE(ABORT, 'a role keeps its slug and kind for ever'); END;
CREATE TRIGGER roles_role_never_replaced BEFORE INSERT ON roles_role WHEN EXISTS (SELECT 1 FROM roles_role r WHERE r.id = NEW.id) BEGIN SELECT RAISE(ABORT, 'a role keeps its slug and kind for ever'); END;
CREATE INDEX "mlmap_cache_expires" ON "mlmap_cache" ("expires");
DELETE FROM "sqlite_sequence";
INSERT INTO "sqlite_sequence" VALUES('django_migrations',37);
INSERT INTO "sqlite_sequence" VALUES('django_content_type',20);
INSERT INTO "sqlite_sequence" VALUES('auth_permission',80);
INSERT INTO "sqlite_sequence" VALUES('auth_group',0);
INSERT INTO "sqlite_sequence" VALUES('account_emailaddress',2);
INSERT INTO "sqlite_sequence" VALUES('django_admin_log',11);
INSERT INTO "sqlite_sequence" VALUES('taggit_taggeditem',2);
INSERT INTO "sqlite_sequence" VALUES('taggit_tag',2);
INSERT INTO "sqlite_sequence" VALUES('articles_version',5);
INSERT INTO "sqlite_sequence" VALUES('articles_placement',18);
INSERT INTO "sqlite_sequence" VALUES('articles_descent',3);
INSERT INTO "sqlite_sequence" VALUES('articles_correction',1);
INSERT INTO "sqlite_sequence" VALUES('comments_comment',9);
INSERT INTO "sqlite_sequence" VALUES('comments_moderation',3);
INSERT INTO "sqlite_sequence" VALUES('accounts_user',3);
INSERT INTO "sqlite_sequence" VALUES('articles_article',3);
INSERT INTO "sqlite_sequence" VALUES('roles_role',5);
INSERT INTO "sqlite_sequence" VALUES('articles_change',2);
INSERT INTO "sqlite_sequence" VALUES('comments_comment_changes',1);
COMMIT;
